"""Campaigns as jobs: owners are told once a campaign is published, and every day whoever is due or new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog

from aftersales.campaigns.drafting import publish_campaign
from aftersales.campaigns.lists import campaign_facts
from aftersales.campaigns.meeting import models_meant
from aftersales.campaigns.walking import hear, remind, walk
from aftersales.deed import SYSTEM, Deed
from aftersales.jobs.asking import ask, is_seen_to
from aftersales.jobs.hold import Hold
from aftersales.parts import Parts
from aftersales.prevention.telling import check_tellable, tell_batch
from aftersales.queries.campaigns import published_campaigns, units_walked
from aftersales.queries.jobs import live_job_of_turn
from aftersales.records import Campaign, Job, JobKind, KnownIssue
from aftersales.store import Session

CAMPAIGN: Final = "campaign"
ISSUE: Final = "issue"
"""Whom the owners of a job are told by: the names of its argument."""

TELLING: Final = "telling"
REMINDING: Final = "reminding"
"""The steps of a campaign's job, as its progress names them."""

_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How far the work on a campaign is: units looked at for the first time, or owners reminded."""

    is_reminding: bool
    done: int
    total: int


def publish(deed: Deed, row: Campaign, revision: int) -> Job:
    """Publish a campaign as it was previewed, and have its owners told; answers the job that tells them.

    Raises:
        RevisionMoved: it was changed since the preview.
        IllegalMove: it is published already.
    """
    publish_campaign(deed, row, revision)
    return _ask(deed, row.id, f"publish:{row.revision}")


def tell_of_issue(deed: Deed, issue: KnownIssue) -> Job:
    """Have the owners of an issue's units told of it; whoever was told before is not told again.

    Raises:
        NotAllowed: the article is not published.
    """
    check_tellable(issue)
    issue.told_at = issue.told_at or deed.now
    deed.add(issue)
    key = f"issue:{issue.id}"
    return ask(deed, JobKind.CAMPAIGN, key, {ISSUE: str(issue.id)}, turn=key)


def ask_for_campaigns(parts: Parts) -> None:
    """Hear what became of messages and visits, and ask for the day's walk of every published campaign."""
    hear(parts)
    now = parts.clock.now()
    day = now.date().isoformat()
    with parts.store.reading() as session:
        waiting = [
            row.id
            for row in published_campaigns(session)
            if not is_seen_to(session, _key(row.id, day), now)
        ]
    for campaign_id in waiting:
        with parts.doing(SYSTEM) as deed:
            _ask(deed, campaign_id, day)


def work_on(session: Session, row: Campaign) -> Work | None:
    """How far the job is that tells and reminds the owners of a campaign; None when none waits or runs.

    Units that were looked at are counted where the walk keeps them, so that a crash does not make them fewer.
    """
    job = live_job_of_turn(session, _turn(row.id))
    if job is None:
        return None
    if job.progress.get("step") == REMINDING:
        done, total = (int(str(job.progress[each])) for each in ("done", "total"))
        return Work(is_reminding=True, done=done, total=total)
    done, total = units_walked(
        session, models_meant(session, campaign_facts(row)), row.walked_to_id
    )
    return Work(is_reminding=False, done=done, total=total)


def do_campaign(parts: Parts, hold: Hold) -> None:
    """Tell whoever is new and remind whoever is due; it can be broken off and begun again anywhere."""
    if ISSUE in hold.job.arguments:
        _tell_issue(parts, hold)
        return
    campaign_id = UUID(str(hold.job.arguments[CAMPAIGN]))
    log = _LOG.bind(key=hold.job.key)

    def looked(done: int, total: int) -> None:
        hold.tell({"step": TELLING, "done": done, "total": total})
        log.info("campaign_units_looked_at", done=done, total=total)

    def stepped(done: int, total: int) -> None:
        hold.tell({"step": REMINDING, "done": done, "total": total})
        log.info("campaign_owners_reminded", done=done, total=total)

    new = walk(parts, campaign_id, hold.should_stop, on_batch=looked)
    reminded = remind(parts, campaign_id, hold.should_stop, on_batch=stepped)
    with parts.doing(SYSTEM) as deed:
        hold.finish(
            deed,
            {"new": new, "reminded": reminded},
            f"{new} units are new to the campaign, {reminded} owners were due.",
        )


def _tell_issue(parts: Parts, hold: Hold) -> None:
    issue_id, told = UUID(str(hold.job.arguments[ISSUE])), 0
    while not hold.should_stop():
        with parts.doing(SYSTEM) as deed:
            batch = tell_batch(deed, issue_id)
        if batch is None:
            break
        told += batch
    with parts.doing(SYSTEM) as deed:
        hold.finish(deed, {"told": told}, f"{told} owners were told.")


def _ask(deed: Deed, campaign_id: UUID, when: str) -> Job:
    key = _key(campaign_id, when)
    return ask(
        deed,
        JobKind.CAMPAIGN,
        key,
        {CAMPAIGN: str(campaign_id)},
        turn=_turn(campaign_id),
    )


def _turn(campaign_id: UUID) -> str:
    """What keeps two jobs from telling the owners of one campaign at once."""
    return f"campaign:{campaign_id}"


def _key(campaign_id: UUID, when: str) -> str:
    return f"campaign:{campaign_id}:{when}"
