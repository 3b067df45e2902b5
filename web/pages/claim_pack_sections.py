"""What stands in the document of a claim, section by section, in words."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.claims import bill_of_claim, recovery_of
from aftersales.claims.judging import facts_of
from aftersales.claims.pack import Section
from aftersales.queries.returns import returns_of_claim
from aftersales.queries.units import covers_of_unit
from aftersales.queries.uploads import evidence_of
from aftersales.records import (
    Claim,
    Upload,
)
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.reasons import clauses_said, money, reason_said
from aftersales.words.sentences import cover
from warranty import SELLER, BurdenOfProof, Money
from warranty.claims.recovery import RecoveryState
from warranty.entitlement import Entitlement, entitlement_on
from web.pages.claim_pack_history import decisions, history, messages
from web.pages.claim_pack_whole import Whole, moment_said
from web.pages.claim_words import (
    cost_words,
    finding_words,
    payer_words,
    recovery_words,
)
from web.pages.return_words import (
    check_words,
    condition_words,
    return_state_words,
    thing_words,
)


def sections_of(
    _: Words, session: Session, found: Whole, drawn: Sequence[tuple[str, Upload]]
) -> tuple[Section, ...]:
    """Everything, in the order in which a stranger needs it."""
    return (
        _unit(_, found),
        _told(_, found),
        _covers(_, session, found),
        _entitlement(_, session, found),
        decisions(_, found),
        *_returns(_, session, found),
        _costs(_, session, found.claim),
        _evidence(_, session, found, drawn),
        messages(_, session, found),
        history(_, found),
    )


def _unit(_: Words, found: Whole) -> Section:
    unit = found.unit
    days = (
        (_("Bought"), unit.purchased_on),
        (_("Delivered"), unit.delivered_on),
        (_("Installed"), unit.installed_on),
        (_("Made"), unit.manufactured_on),
    )
    facts = [
        (_("Product"), f"{found.model.brand} {found.model.name} ({found.model.sku})"),
        (_("Serial number"), unit.serial or "–"),
        *((label, _.date(day)) for label, day in days if day is not None),
        (_("Country"), _.locale.territories.get(unit.country, unit.country)),
        (_("Customer"), f"{found.owner.name} ({found.owner.number})"),
        (_("Case"), found.case.reference),
        (_("Looked after by"), found.case.owner_name),
    ]
    return Section(heading=_("The unit and its owner"), facts=tuple(facts))


def _told(_: Words, found: Whole) -> Section:
    claim = found.claim
    facts = [
        (_("Since which day"), _.date(claim.fault_on)),
        (_("Symptom"), claim.symptom),
        (_("Faulty part"), claim.component.replace("_", " ")),
        (_("Serial as read on the unit"), claim.serial_read or ""),
        (_("Inspection"), "" if claim.finding is None else finding_words(_, claim.finding)),
        (
            _("What making it good will cost"),
            ""
            if claim.estimate_cents is None
            else money(_, Money(claim.currency, claim.estimate_cents)),
        ),
        (_("Opened"), _.day_at(claim.opened_at, found.zone)),
    ]
    return Section(heading=_("What is claimed"), facts=tuple(each for each in facts if each[1]))


def _covers(_: Words, session: Session, found: Whole) -> Section:
    rows = covers_of_unit(session, found.unit.id)
    return Section(
        heading=_("Covers of the unit, as they stand today"),
        paragraphs=() if rows else (_("None is known."),),
        heads=(_("Cover"), _("By whom"), _("From"), _("Until"), _("Source")),
        rows=tuple(
            (
                cover(_, each.kind),
                _("the seller") if each.provider == SELLER else each.provider,
                _.date(each.starts_on),
                _.date(each.ends_on),
                each.source,
            )
            for each in rows
        ),
    )


def _entitlement(_: Words, session: Session, found: Whole) -> Section:
    """What was answered for on the day of the fault and of the decision, and who had to prove what."""
    facts = facts_of(session, found.claim)
    asked = facts.judged
    on_decision = entitlement_on(
        found.decided_on,
        facts.covers,
        country=asked.country,
        component=asked.component,
        is_defect=asked.is_defect,
        is_consumer=asked.is_consumer,
        is_first_owner=asked.is_first_owner,
    )
    told = [
        (_("of the fault"), found.claim.fault_on, facts.entitlement),
        (_("of the decision"), found.decided_on, on_decision),
    ]
    return Section(
        heading=_("What was covered, and who had to prove it"),
        heads=(_("On the day"), _("What was covered"), _("Who had to prove it")),
        rows=tuple(
            (f"{which} ({_.date(day)})", clauses_said(_, each.summary), _burden(_, each))
            for which, day, each in told
        ),
        paragraphs=tuple(reason_said(_, each) for each in facts.entitlement.reasons),
    )


def _burden(_: Words, entitlement: Entitlement) -> str:
    match entitlement.burden_of_proof:
        case BurdenOfProof.SELLER:
            return _("The seller has to show that the fault was not there at delivery.")
        case BurdenOfProof.CUSTOMER:
            return _("The customer has to show that the fault was there at delivery.")
        case _:
            return _("No legal guarantee answers, so nobody's burden of proof is settled by law.")


def _returns(_: Words, session: Session, found: Whole) -> list[Section]:
    rows = returns_of_claim(session, found.claim.id)
    return [
        Section(
            heading=_("Return {reference}: {state}", reference=each.reference, state=state),
            facts=tuple(
                (label, said)
                for label, said in (
                    (_("What"), thing_words(_, each.thing, each.exchange)),
                    (_("Arrived"), moment_said(_, each.received_at, found.zone)),
                    (_("Inspected"), moment_said(_, each.inspected_at, found.zone)),
                    (_("What was found"), finding_words(_, each.finding) if each.finding else ""),
                    (
                        _("How it looks"),
                        condition_words(_, each.condition) if each.condition else "",
                    ),
                    (_("Serial as read on the unit"), each.serial_read or ""),
                    (_("What was done"), ", ".join(check_words(_, check) for check in each.checks)),
                    (_("What came along"), each.accessories),
                    (_("For colleagues"), each.note),
                )
                if said
            ),
        )
        for each in rows
        for state in [return_state_words(_, each.state)]
    ]


def _costs(_: Words, session: Session, claim: Claim) -> Section:
    bill, recovery = bill_of_claim(session, claim), recovery_of(claim)
    paid = [
        (payer_words(_, payer), money(_, amount)) for payer, amount in bill.cost.by_payer.items()
    ]
    is_asked = bill.owed.minor > 0 or recovery is not RecoveryState.NONE
    recovered = _(
        "The maker can be asked for {amount}: {state}.",
        amount=money(_, bill.owed),
        state=recovery_words(_, recovery),
    )
    return Section(
        heading=_("What it cost: {total}", total=money(_, bill.cost.total)),
        heads=(_("What"), _("Amount"), _("Note")),
        rows=tuple(
            (cost_words(_, each.kind), money(_, Money(each.currency, each.amount_cents)), each.note)
            for each in bill.rows
        ),
        facts=tuple(paid),
        paragraphs=(recovered,) if is_asked else (),
    )


def _evidence(
    _: Words, session: Session, found: Whole, drawn: Sequence[tuple[str, Upload]]
) -> Section:
    """Every file with its digest, so that nobody can say that it was another."""
    files = evidence_of(session, found.claim)
    return Section(
        heading=_("Evidence"),
        paragraphs=() if files else (_("No photograph or document yet."),),
        heads=(_("Name"), _("Since"), _("Digest (SHA-256)")),
        rows=tuple(
            (each.name, moment_said(_, each.added_at, found.zone), " ".join(_pieces(each.digest)))
            for each in files
        ),
        pictures=tuple((name, each.name) for name, each in drawn),
    )


def _pieces(digest: str) -> list[str]:
    """A long number in pieces that fit a line."""
    return [digest[at : at + 16] for at in range(0, len(digest), 16)]
