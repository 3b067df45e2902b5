"""What is done again and again, whoever runs it: each round is safe to repeat and to do twice at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

import structlog

from aftersales.booking import tend_bookings
from aftersales.busy import poll_busy
from aftersales.complaints import watch_complaints
from aftersales.conversations.falling_behind import watch_channels
from aftersales.conversations.watching import watch_cases
from aftersales.day_factors import learn_day_factors
from aftersales.day_watch.reminding import remind
from aftersales.day_watch.summing_up import sum_up
from aftersales.day_watch.watch import watch_territory
from aftersales.deed import SYSTEM
from aftersales.goodwill.rounds import tend_goodwill
from aftersales.improvements import tend_improvements
from aftersales.inbound.fetching import fetch_mail
from aftersales.installations import remind_to_choose
from aftersales.jobs.alarms import ask_for_alarms
from aftersales.jobs.evening import ask_to_narrow
from aftersales.jobs.recalls import ask_for_campaigns
from aftersales.jobs.reminders import ask_to_remind
from aftersales.jobs.retention import ask_to_retain
from aftersales.maintenance import tend_maintenance
from aftersales.notices.delivery import send_due
from aftersales.partner_work import tend_work_offers
from aftersales.parts import Parts
from aftersales.planning.moving import plan_moves
from aftersales.privacy.erasing import finish_erasures
from aftersales.queries.places import territories
from aftersales.records import JobKind
from aftersales.returns import watch_returns
from aftersales.spares import watch_spares
from aftersales.surveys import ask_due
from aftersales.transfers import lapse_transfers
from aftersales.uploads import look_again
from aftersales.webhooks.sending import send_due_webhooks

WHOLE_HOUSE = ""
"""The key of a round that is not done territory by territory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A task that is done again and again.

    Attributes:
        kind: what it does.
        seconds: how often; a divisor of 60 or a multiple of 60.
        do: does it once for a key; told whether to end early.
        is_by_territory: whether it is done for each territory's code, else once for the whole house.
    """

    kind: JobKind
    seconds: int
    do: Callable[[Parts, str, Event], None]
    is_by_territory: bool = False

    def keys(self, parts: Parts) -> Sequence[str]:
        """What it is done for, one after the other or at once."""
        if not self.is_by_territory:
            return (WHOLE_HOUSE,)
        with parts.store.reading() as session:
            return [territory.code for territory in territories(session)]


def rounds(*, overdue: timedelta = timedelta(0)) -> tuple[Round, ...]:
    """The list of rounds; with `overdue`, delivery leaves notices alone that are due for less than that."""

    def deliver(parts: Parts, _key: str, stopping: Event) -> None:
        send_due(parts, should_stop=stopping.is_set, overdue=overdue)

    return (
        Round(kind=JobKind.DELIVER, seconds=5, do=deliver),
        Round(kind=JobKind.WEBHOOKS, seconds=5, do=_webhooks),
        Round(kind=JobKind.MAILBOX, seconds=60, do=_mailbox),
        Round(kind=JobKind.WATCH, seconds=60, do=_watch, is_by_territory=True),
        Round(kind=JobKind.CASES, seconds=60, do=_cases),
        Round(kind=JobKind.BOOKINGS, seconds=15, do=_bookings, is_by_territory=True),
        Round(kind=JobKind.NARROW, seconds=60, do=_narrow, is_by_territory=True),
        Round(kind=JobKind.REMIND, seconds=300, do=_remind, is_by_territory=True),
        Round(kind=JobKind.OFFERS, seconds=60, do=_offers, is_by_territory=True),
        Round(kind=JobKind.RETAIN, seconds=600, do=_retain),
        Round(kind=JobKind.SCAN, seconds=60, do=_scan),
        Round(kind=JobKind.GOODWILL, seconds=300, do=_goodwill),
        Round(kind=JobKind.CAMPAIGN, seconds=300, do=_campaigns),
        Round(kind=JobKind.COMPLAINTS, seconds=60, do=_complaints),
        Round(kind=JobKind.ALARMS, seconds=600, do=_alarms),
        Round(kind=JobKind.SURVEYS, seconds=300, do=_surveys),
        Round(kind=JobKind.RETURNS, seconds=300, do=_returns),
        Round(kind=JobKind.OWNERS, seconds=600, do=_owners),
        Round(kind=JobKind.MAINTENANCE, seconds=600, do=_maintenance),
        Round(kind=JobKind.SPARES, seconds=600, do=_spares),
        Round(kind=JobKind.IMPROVEMENTS, seconds=600, do=_improvements),
        Round(kind=JobKind.BUSY, seconds=900, do=_busy),
        Round(kind=JobKind.ROADS, seconds=600, do=_roads, is_by_territory=True),
    )


def do_round(parts: Parts, each: Round, key: str, stopping: Event) -> None:
    """Do one round for one key; a failure is logged by its key, and the next round comes."""
    try:
        each.do(parts, key, stopping)
    except Exception as error:  # noqa: BLE001 - the outermost loop of a job
        structlog.get_logger().error(
            "round_failed", kind=each.kind.value, key=key, error=type(error).__name__
        )


def do_rounds(parts: Parts, each: Round, stopping: Event) -> None:
    """Do one round for each of its keys, one after the other; a failure keeps no other from its turn."""
    for key in each.keys(parts):
        if stopping.is_set():
            return
        do_round(parts, each, key, stopping)


def _watch(parts: Parts, territory_code: str, _stopping: Event) -> None:
    """Look at a territory's day once, and for the times that its buyers asked for."""
    watch_territory(parts, territory_code)
    plan_moves(parts, SYSTEM, territory_code)


def _remind(parts: Parts, territory_code: str, _stopping: Event) -> None:
    """Remind whoever is visited tomorrow or soon."""
    remind(parts, territory_code)
    sum_up(parts, territory_code)


def _offers(parts: Parts, territory_code: str, _stopping: Event) -> None:
    """Ask service partners, and give what they refuse to the next."""
    tend_work_offers(parts, territory_code)


def _busy(parts: Parts, _key: str, stopping: Event) -> None:
    """Ask technicians' own calendars when they are busy."""
    poll_busy(parts, stopping.is_set)


def _bookings(parts: Parts, territory_code: str, stopping: Event) -> None:
    """Give back times that nobody confirmed, and offer them to those who wait for an earlier one."""
    tend_bookings(parts, territory_code, stopping)


def _cases(parts: Parts, _key: str, _stopping: Event) -> None:
    watch_cases(parts)


def _webhooks(parts: Parts, _key: str, stopping: Event) -> None:
    send_due_webhooks(parts, should_stop=stopping.is_set)


def _mailbox(parts: Parts, _key: str, stopping: Event) -> None:
    fetch_mail(parts, should_stop=stopping.is_set)


def _narrow(parts: Parts, territory_code: str, _stopping: Event) -> None:
    ask_to_narrow(parts, territory_code)


def _scan(parts: Parts, _key: str, stopping: Event) -> None:
    look_again(parts, should_stop=stopping.is_set)


def _alarms(parts: Parts, _key: str, _stopping: Event) -> None:
    ask_for_alarms(parts)
    watch_channels(parts)


def _campaigns(parts: Parts, _key: str, _stopping: Event) -> None:
    ask_for_campaigns(parts)


def _retain(parts: Parts, _key: str, _stopping: Event) -> None:
    ask_to_retain(parts)
    finish_erasures(parts)


def _goodwill(parts: Parts, _key: str, stopping: Event) -> None:
    tend_goodwill(parts, stopping)


def _surveys(parts: Parts, _key: str, stopping: Event) -> None:
    ask_due(parts, stopping)


def _returns(parts: Parts, _key: str, stopping: Event) -> None:
    watch_returns(parts, stopping)


def _owners(parts: Parts, _key: str, stopping: Event) -> None:
    lapse_transfers(parts)
    ask_to_remind(parts)
    remind_to_choose(parts, stopping)


def _maintenance(parts: Parts, _key: str, stopping: Event) -> None:
    tend_maintenance(parts, stopping)


def _roads(parts: Parts, territory_code: str, _stopping: Event) -> None:
    learn_day_factors(parts, territory_code)


def _spares(parts: Parts, _key: str, stopping: Event) -> None:
    watch_spares(parts, stopping)


def _improvements(parts: Parts, _key: str, stopping: Event) -> None:
    tend_improvements(parts, stopping)


def _complaints(parts: Parts, _key: str, stopping: Event) -> None:
    watch_complaints(parts, stopping)
