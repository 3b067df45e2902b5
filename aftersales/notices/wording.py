"""The words of every notice: a pure function of kind, language, frozen facts and link."""

from __future__ import annotations

from typing import Final, assert_never

from aftersales.notices.booking_facts import BookingFacts, LapsedFacts
from aftersales.notices.booking_wording import booking_link, hold_lapsed
from aftersales.notices.case_wording import about_case
from aftersales.notices.complaint_wording import about_complaint
from aftersales.notices.cover_end_wording import about_cover_ends
from aftersales.notices.day_wording import of_the_day
from aftersales.notices.done_facts import DoneFacts
from aftersales.notices.done_wording import done_summary
from aftersales.notices.facts import (
    RegistrationFacts,
    RouteFacts,
    SignInCodeFacts,
    SurveyFacts,
    VisitFacts,
    from_json,
)
from aftersales.notices.goodwill_facts import SurpriseFacts
from aftersales.notices.goodwill_wording import about_goodwill
from aftersales.notices.improvement_wording import about_improvement
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.maintenance_facts import MaintenanceFacts
from aftersales.notices.maintenance_wording import maintenance_due
from aftersales.notices.message import Message, kept
from aftersales.notices.ownership_wording import about_transfer
from aftersales.notices.partner_facts import WorkOfferedFacts
from aftersales.notices.partner_wording import work_offered
from aftersales.notices.recall_facts import IssueFacts, RecallFacts
from aftersales.notices.recall_wording import known_issue, recalled
from aftersales.notices.registration_wording import about_registration
from aftersales.notices.return_facts import ReturnFacts
from aftersales.notices.return_wording import about_return
from aftersales.notices.spare_wording import about_spares
from aftersales.notices.staff_wording import about_messages
from aftersales.notices.surprise_wording import surprised
from aftersales.notices.survey_wording import asked
from aftersales.notices.thread_wording import about_thread
from aftersales.notices.visit_wording import about_visit
from aftersales.words import Words

HIDDEN: Final = "••••••"
"""Stands for the digits of a code wherever somebody else reads the message."""


def worded(  # noqa: PLR0911, PLR0912 - one line for each family of kinds
    kind: NoticeKind, _: Words, stored: dict[str, object], link_url: str, code: str = ""
) -> Message:
    """The message of a notice; `link_url` is the recipient's page and `code` theirs alone: staff see neither."""
    match kind:
        case (
            NoticeKind.BOOKED
            | NoticeKind.WINDOW_NARROWED
            | NoticeKind.MOVED
            | NoticeKind.CANCELLED
            | NoticeKind.DELAYED
            | NoticeKind.RECOVERED
            | NoticeKind.EARLIER_SLOT_OFFERED
            | NoticeKind.PROMISE_AT_RISK
        ):
            return about_visit(kind, _, from_json(VisitFacts, stored), link_url)
        case (
            NoticeKind.REMINDER
            | NoticeKind.REPLY_RECEIVED
            | NoticeKind.ON_THE_WAY
            | NoticeKind.STILL_EXPECTED
            | NoticeKind.NO_ACCESS
            | NoticeKind.NOBODY_CAME
        ):
            return of_the_day(kind, _, from_json(VisitFacts, stored), link_url)
        case (
            NoticeKind.REGISTRATION_RECEIVED
            | NoticeKind.REGISTRATION_QUESTION
            | NoticeKind.CERTIFICATE
        ):
            return about_registration(_, from_json(RegistrationFacts, stored), link_url)
        case NoticeKind.COVER_EXPIRING:
            return about_cover_ends(_, stored, link_url)
        case NoticeKind.TRANSFER_OFFERED | NoticeKind.TRANSFER_SETTLED:
            return about_transfer(kind, _, stored, link_url)
        case (
            NoticeKind.CASE_RECEIVED
            | NoticeKind.CASE_UPDATE
            | NoticeKind.CLAIM_RECEIVED
            | NoticeKind.RECOVERY_OPENED
            | NoticeKind.CLAIM_QUESTION
            | NoticeKind.CLAIM_DECIDED
        ):
            return about_case(kind, _, stored, link_url)
        case NoticeKind.APPROVAL_NEEDED if "is_raised" in stored:  # an offer to settle a complaint
            return about_complaint(kind, _, stored, link_url)
        case NoticeKind.REMEDY_OFFER | NoticeKind.COMPENSATION | NoticeKind.APPROVAL_NEEDED:
            return about_goodwill(kind, _, stored)
        case (
            NoticeKind.COMPLAINT_ACKNOWLEDGED
            | NoticeKind.COMPLAINT_OFFER
            | NoticeKind.COMPLAINT_ESCALATED
            | NoticeKind.COMPLAINT_CLOSED
            | NoticeKind.COMPLAINT_FOLLOW_UP
            | NoticeKind.COMPLAINT_ANSWERED
            | NoticeKind.ASSIGNMENT
        ):
            return about_complaint(kind, _, stored, link_url)
        case (
            NoticeKind.RETURN_LABEL
            | NoticeKind.RETURN_REMINDER
            | NoticeKind.RETURN_MISSING
            | NoticeKind.RETURN_RECEIVED
            | NoticeKind.RETURN_INSPECTED
            | NoticeKind.RETURN_SENT_BACK
        ):
            return about_return(kind, _, from_json(ReturnFacts, stored), link_url)
        case NoticeKind.PART_DELAYED | NoticeKind.PART_ARRIVED:
            return about_spares(kind, _, from_json(VisitFacts, stored), link_url)
        case NoticeKind.SURPRISE:
            return surprised(_, from_json(SurpriseFacts, stored))
        case NoticeKind.SURVEY:
            return asked(_, from_json(SurveyFacts, stored), link_url)
        case (
            NoticeKind.CASE_REPLY
            | NoticeKind.CASE_RESOLVED
            | NoticeKind.NEXT_UPDATE_SLIPPED
            | NoticeKind.SLA_WARNING
        ):
            return about_thread(kind, _, stored, link_url)
        case NoticeKind.DELIVERY_FAILED | NoticeKind.CHANNEL_BEHIND:
            return about_messages(kind, _, stored, link_url)
        case NoticeKind.PLAN_CHANGED:
            return _plan_changed(_, from_json(RouteFacts, stored))
        case NoticeKind.RECALL:
            return recalled(_, from_json(RecallFacts, stored), link_url)
        case NoticeKind.KNOWN_ISSUE:
            return known_issue(_, from_json(IssueFacts, stored))
        case NoticeKind.BOOKING_LINK:
            return booking_link(_, from_json(BookingFacts, stored), link_url)
        case NoticeKind.HOLD_EXPIRING:
            return hold_lapsed(_, from_json(LapsedFacts, stored), link_url)
        case NoticeKind.MAINTENANCE_DUE:
            return maintenance_due(_, from_json(MaintenanceFacts, stored), link_url)
        case NoticeKind.IMPROVEMENT_ASSIGNED | NoticeKind.IMPROVEMENT_LATE:
            return about_improvement(kind, _, stored, link_url)
        case NoticeKind.DONE_SUMMARY:
            return done_summary(_, from_json(DoneFacts, stored), link_url)
        case NoticeKind.WORK_OFFERED:
            return work_offered(_, from_json(WorkOfferedFacts, stored), link_url)
        case NoticeKind.SIGN_IN_CODE:
            return _sign_in_code(_, from_json(SignInCodeFacts, stored), code or HIDDEN)
        case _never:
            assert_never(_never)


def _plan_changed(_: Words, facts: RouteFacts) -> Message:
    if facts.next_start_at is None:
        following = _("Nothing is left for you on this day.")
    else:
        following = _(
            "Next: {time}, {place}.",
            time=_.time_at(facts.next_start_at, facts.zone),
            place=facts.next_place or "",
        )
    return Message(
        subject=_("Your plan for {day} has changed", day=_.day(facts.on)),
        paragraphs=kept(
            _.many("{number} visit is now on it.", "{number} visits are now on it.", facts.visits),
            following,
            _("Your calendar shows the new times."),
        ),
    )


def _sign_in_code(_: Words, facts: SignInCodeFacts, code: str) -> Message:
    return Message(
        subject=_("Your code to see your visits"),
        paragraphs=(
            _("Your code is {code}.", code=code),
            _.many(
                "It works once, within {number} minute.",
                "It works once, within {number} minutes.",
                facts.minutes,
            ),
            _("Tell it to nobody: we never ask for it on the phone."),
            _("If you did not ask for it, there is nothing that you need to do."),
        ),
    )
