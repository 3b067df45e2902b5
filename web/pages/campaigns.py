"""Campaigns for staff: drafted, previewed with their consequences, published, and followed to 100 percent."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.campaigns.drafting import (
    add_campaign,
    close_campaign,
    discard_campaign,
    edit_campaign,
)
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.jobs.recalls import publish
from aftersales.parts import Parts
from aftersales.queries.campaigns import (
    campaigns_listed,
    response_counts,
    responses_page,
)
from aftersales.records import Campaign
from aftersales.words import LANGUAGES, words_in
from warranty.recalls.campaigns import Severity
from warranty.recalls.responses import progress_of
from web.pages.campaign_form import CampaignTyped, facts_of, told_problems, typed_of, wording_of
from web.pages.campaign_page import campaign_in, campaign_page
from web.pages.campaign_words import (
    campaign_state_words,
    language_words,
    response_words,
    severity_words,
    way_words,
)
from web.pages.typed import product_types
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/campaigns")

MOST: Final = 100
"""Campaigns that the list shows."""

PIECE: Final = 500
"""Rows of a CSV file that are read together."""

Typed = Annotated[CampaignTyped, Form()]


@router.get("")
def campaigns(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every campaign with how far it is."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        listed = campaigns_listed(session, MOST)
        counts = response_counts(session, [row.id for row in listed])
    rows = [
        (
            row,
            severity_words(_, row.severity),
            campaign_state_words(_, row.state),
            progress_of(counts[row.id]),
        )
        for row in listed
    ]
    return page(request, "campaigns.html", _, rows=rows)


@router.get("/new")
def new(request: Request, parts: PartsIn, me: Me) -> Response:
    """An empty form."""
    return _form(request, parts, me, CampaignTyped(is_list_complete="yes"))


@router.post("")
def added(request: Request, parts: PartsIn, me: Me, typed: Typed) -> Response:
    """Keep a draft; nobody is told."""
    made: list[UUID] = []

    def act(deed: Deed) -> None:
        facts, _problems = facts_of(words_in(me.language), typed)
        if facts is not None:
            made.append(add_campaign(deed, facts, wording_of(typed)).id)

    answer = _kept(request, parts, me, typed, act, None)
    return answer or RedirectResponse(f"/campaigns/{made[0]}", status_code=303)


@router.get("/{campaign_id}/edit")
def edit(request: Request, parts: PartsIn, me: Me, campaign_id: UUID) -> Response:
    """The form of a draft."""
    with parts.store.reading() as session:
        row = campaign_in(session, campaign_id)
    return _form(request, parts, me, typed_of(row), row=row)


@router.post("/{campaign_id}/edit")
def edited(request: Request, parts: PartsIn, me: Me, campaign_id: UUID, typed: Typed) -> Response:
    """Keep what was changed in a draft."""
    with parts.store.reading() as session:
        present = campaign_in(session, campaign_id)

    def act(deed: Deed) -> None:
        facts, _problems = facts_of(words_in(me.language), typed)
        if facts is not None:
            edit_campaign(deed, campaign_in(deed.session, campaign_id), facts, wording_of(typed))

    answer = _kept(request, parts, me, typed, act, present)
    return answer or RedirectResponse(f"/campaigns/{campaign_id}", status_code=303)


@router.get("/{campaign_id}")
def campaign(
    request: Request,
    parts: PartsIn,
    me: Me,
    campaign_id: UUID,
    state: Annotated[str, Query(max_length=20)] = "",
    after: UUID | None = None,
) -> Response:
    """A draft with what publishing it would do, or how far a published campaign is."""
    return campaign_page(request, parts, me, campaign_id, state=state, after=after)


@router.post("/{campaign_id}/publish")
def published(
    request: Request,
    parts: PartsIn,
    me: Me,
    campaign_id: UUID,
    revision: Annotated[int, Form()] = 0,
) -> Response:
    """Tell its owners, as the preview said."""
    return _changed(request, parts, me, campaign_id, lambda deed, row: publish(deed, row, revision))


@router.post("/{campaign_id}/close")
def closed(
    request: Request,
    parts: PartsIn,
    me: Me,
    campaign_id: UUID,
    why: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Remind nobody any more."""
    return _changed(
        request, parts, me, campaign_id, lambda deed, row: close_campaign(deed, row, why)
    )


@router.post("/{campaign_id}/discard")
def discarded(request: Request, parts: PartsIn, me: Me, campaign_id: UUID) -> Response:
    """Give up a draft."""
    return _changed(request, parts, me, campaign_id, discard_campaign)


@router.get("/{campaign_id}/responses.csv")
def csv_of(parts: PartsIn, me: Me, campaign_id: UUID) -> Response:
    """Every unit of a campaign as a file for spreadsheets."""
    _ = words_in(me.language)
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(
        [
            _("Customer"),
            _("Number"),
            _("Product"),
            _("Serial"),
            _("State"),
            _("Times told"),
            _("Next step"),
            _("On"),
            _("Note"),
        ]
    )
    after: UUID | None = None
    with parts.store.reading() as session:
        row = campaign_in(session, campaign_id)
        while found := responses_page(session, campaign_id, after, PIECE):
            after = found[-1].response.id
            for each in found:
                response = each.response
                writer.writerow(
                    [
                        _plain(each.owner.name),
                        _plain(each.owner.number),
                        _plain(f"{each.model.brand} {each.model.name}"),
                        _plain(each.unit.serial or ""),
                        response_words(_, response.state),
                        len(response.told),
                        way_words(_, response.next_way) if response.next_way else "",
                        response.next_on.isoformat() if response.next_on else "",
                        _plain(response.note),
                    ]
                )
    headers = {"Content-Disposition": f'attachment; filename="{row.code}.csv"'}
    return Response(
        "\ufeff" + file.getvalue(), headers=headers, media_type="text/csv; charset=utf-8"
    )


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _kept(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: CampaignTyped,
    act: Callable[[Deed], None],
    row: Campaign | None,
) -> Response | None:
    """The form again with what is wrong in it, or None when all of it is kept."""
    _ = words_in(me.language)
    _facts, problems = facts_of(_, typed)
    if not problems:
        try:
            with parts.doing(actor_of(me)) as deed:
                act(deed)
        except NotUnderstood as error:
            problems = told_problems(_, error.problems)
        except Collision:
            problems = [("code", _("Another campaign has this code. Choose another one."))]
    return _form(request, parts, me, typed, row=row, problems=problems) if problems else None


def _form(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: CampaignTyped,
    *,
    row: Campaign | None = None,
    problems: list[tuple[str, str]] | None = None,
) -> Response:
    _ = words_in(me.language)
    return page(
        request,
        "campaign_form.html",
        _,
        status_code=422 if problems else 200,
        row=row,
        typed=typed,
        problems=problems or [],
        severities=[(each.value, severity_words(_, each.value)) for each in Severity],
        languages=[(each, language_words(_, each)) for each in LANGUAGES],
        types=product_types(_, parts, typed.product_type),
    )


def _changed(
    request: Request,
    parts: Parts,
    me: SignedIn,
    campaign_id: UUID,
    act: Callable[[Deed, Campaign], object],
) -> Response:
    """Do it and lead back to the campaign; what a rule refuses is said on the page."""
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            act(deed, campaign_in(deed.session, campaign_id))
    except NotUnderstood:
        problem = _("Say why nobody is to be reminded any more.")
        return campaign_page(request, parts, me, campaign_id, problem=problem)
    except (Collision, NotAllowed):
        problem = _("This has changed since you looked at it. Read what stands here now.")
        return campaign_page(request, parts, me, campaign_id, problem=problem)
    return RedirectResponse(f"/campaigns/{campaign_id}", status_code=303)
