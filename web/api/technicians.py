"""Technicians: who goes to customers, and what they may do.

Where they live and what an hour of theirs costs is taken and never shown.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.places import add_location
from aftersales.queries.access import partner_by_code, partners
from aftersales.queries.places import depot_by_code, depot_codes, territories, territory_by_code
from aftersales.queries.rosters import certificates_of, technicians_page
from aftersales.queries.staff import technician_by_code
from aftersales.records import StartsFrom, Technician, Territory
from aftersales.roster import (
    certify,
    dismiss,
    edit_technician,
    reinstate,
)
from aftersales.store import Session
from aftersales.technician_facts import facts_of
from aftersales.technicians import add_technician
from web.api.addresses import AddressSent
from web.api.certificates import SkillHeld, SkillSent, certificates_in
from web.api.fields import (
    Code,
    CodeAsked,
    CodeInPath,
    Language,
    Line,
    NewCode,
    Sent,
    Shown,
    example,
)
from web.api.listed import Listed, PagedIn, known
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/technicians", tags=["technicians"])


class TechnicianSent(Sent):
    """Somebody who is to go to customers; the route begins at home if there is one, else at the depot."""

    model_config = example(
        code="T4",
        name="Nora Wolf",
        email="nora@shop.example",
        phone="+423 555 02 04",
        language="lv",
        territory="li",
        depot="D1",
        skills=[{"code": "plumbing", "valid_until_on": "2027-03-31"}],
        cost_per_hour_cents=4200,
    )

    code: NewCode = Field(examples=["T4"])
    name: Line = Field(examples=["Nora Wolf"])
    email: Line = Field(examples=["nora@shop.example"])
    phone: Code = Field(examples=["+423 555 02 04"])
    language: Language = "en"
    territory: Code = Field(examples=["li"])
    partner: Code | None = Field(default=None, description="The service partner they work for.")
    depot: Code | None = Field(default=None, examples=["D1"])
    home: AddressSent | None = None
    skills: list[SkillSent] = Field(default_factory=list, max_length=100)
    cost_per_hour_cents: int = Field(
        ge=0, le=1_000_000, description="What the planner reckons an hour with.", examples=[4200]
    )


class TechnicianEdited(Sent):
    """What is to be another way; what is left out stays. Null takes partner, depot or home away."""

    model_config = example(phone="+423 555 02 09", skills=[{"code": "plumbing"}])

    name: Line | None = None
    email: Line | None = None
    phone: Code | None = None
    language: Language | None = None
    partner: Code | None = None
    starts_from: StartsFrom | None = None
    depot: Code | None = None
    home: AddressSent | None = None
    skills: list[SkillSent] | None = Field(
        default=None, max_length=100, description="All of their skills, not only the new ones."
    )
    cost_per_hour_cents: int | None = Field(default=None, ge=0, le=1_000_000)
    is_active: bool | None = Field(
        default=None,
        description="False for somebody who comes no more: their calendar and sign-in stop working.",
    )


class TechnicianShown(Shown):
    """Somebody who goes to customers."""

    id: UUID
    code: str
    name: str
    email: str
    phone: str
    language: str
    territory: str
    partner: str | None
    starts_from: StartsFrom
    depot: str | None
    is_active: bool
    tells_position: bool = Field(description="Whether they agreed to tell where they are.")
    skills: list[SkillHeld]


@router.get("", summary="List technicians")
def technicians(
    parts: PartsIn,
    paged: PagedIn,
    territory: CodeAsked = None,
    partner: CodeAsked = None,
    skill: CodeAsked = None,
    is_active: bool | None = None,  # noqa: FBT001 - a word of the query
) -> Listed[TechnicianShown]:
    """Everybody, or those of a territory or partner, with a skill, or who come or come no more."""
    with parts.store.reading() as session:
        page = technicians_page(
            session,
            after=paged.after,
            limit=paged.limit,
            territory_id=None if territory is None else _territory(session, territory).id,
            service_partner_id=_partner_id(session, partner),
            skill=skill,
            is_active=is_active,
        )
        return paged.answer(_shown(session, *page.rows), page.next)


@router.get("/{code}", summary="One technician", response_model=TechnicianShown)
def technician(parts: PartsIn, held: HeldIn, code: CodeInPath) -> Response:
    """A technician by code."""
    with parts.store.reading() as session:
        return held.answer(_one(session, _worker(session, code)))


@router.post("", status_code=201, summary="Add a technician", response_model=TechnicianShown)
def add(once: OnceIn, sent: TechnicianSent) -> Response:
    """Let somebody go to customers; they are planned with from their first shift on."""

    def act(deed: Deed) -> Acted:
        session = deed.session
        area = _territory(session, sent.territory)
        worker = add_technician(
            deed,
            area,
            code=sent.code,
            name=sent.name,
            email=sent.email,
            phone=sent.phone,
            language=sent.language,
            skills={},
            cost_per_hour_cents=sent.cost_per_hour_cents,
            depot_id=_depot_id(session, sent.depot),
            home_location_id=_home_id(deed, area, sent.home),
            service_partner_id=_partner_id(session, sent.partner),
        )
        session.flush()
        if sent.skills:
            certify(deed, worker, certificates_in(sent.skills))
        return _one(session, worker), f"/api/v1/technicians/{worker.code}"

    return once.answer(act)


@router.patch("/{code}", summary="Change a technician", response_model=TechnicianShown)
def edited(edit: EditIn, code: CodeInPath, sent: TechnicianEdited) -> Response:
    """Change what is sent; the calendars of technicians follow."""
    return edit.answer(
        lambda session: _worker(session, code),
        shown=_one,
        change=lambda deed, worker: _change(deed, worker, sent),
    )


def _change(deed: Deed, worker: Technician, sent: TechnicianEdited) -> None:
    session = deed.session
    plain = {"name", "email", "phone", "language", "starts_from", "cost_per_hour_cents"}
    wanted = sent.model_dump(include=plain, exclude_none=True)
    if "partner" in sent.model_fields_set:
        wanted["service_partner_id"] = _partner_id(session, sent.partner)
    if "depot" in sent.model_fields_set:
        wanted["depot_id"] = _depot_id(session, sent.depot)
    if "home" in sent.model_fields_set:
        area = session.get_one(Territory, worker.territory_id)
        wanted["home_location_id"] = _home_id(deed, area, sent.home)
    if wanted:
        edit_technician(deed, worker, replace(facts_of(worker), **wanted))
    if sent.skills is not None:
        certify(deed, worker, certificates_in(sent.skills))
    if sent.is_active is not None:
        (reinstate if sent.is_active else dismiss)(deed, worker)


def _worker(session: Session, code: str) -> Technician:
    return known(technician_by_code(session, code), "technician", code)


def _territory(session: Session, code: str) -> Territory:
    return known(territory_by_code(session, code), "territory", code)


def _partner_id(session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    return known(partner_by_code(session, code), "service partner", code).id


def _depot_id(session: Session, code: str | None) -> UUID | None:
    return None if code is None else known(depot_by_code(session, code), "depot", code).id


def _home_id(deed: Deed, area: Territory, home: AddressSent | None) -> UUID | None:
    if home is None:
        return None
    place = add_location(deed, area, home.address)
    deed.session.flush()
    return place.id


def _one(session: Session, worker: Technician) -> TechnicianShown:
    return _shown(session, worker)[0]


def _shown(session: Session, *workers: Technician) -> list[TechnicianShown]:
    areas = {area.id: area.code for area in territories(session)}
    offices = {partner.id: partner.code for partner in partners(session)}
    depots = depot_codes(session)
    held = certificates_of(session, [worker.id for worker in workers])
    return [
        TechnicianShown(
            **worker.model_dump(include=set(TechnicianShown.model_fields)),
            territory=areas[worker.territory_id],
            partner=worker.service_partner_id and offices[worker.service_partner_id],
            tells_position=worker.positions_since_at is not None,
            depot=worker.depot_id and depots[worker.depot_id],
            skills=[
                SkillHeld(
                    code=code,
                    certificate_number=row.certificate_number,
                    valid_from_on=row.valid_from_on,
                    valid_until_on=row.valid_until_on,
                )
                for code, row in held.get(worker.id, ())
            ],
        )
        for worker in workers
    ]
