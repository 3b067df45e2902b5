"""The words for channels, purposes, kinds of customers, and states of cases and registrations."""

from __future__ import annotations

from typing import assert_never

from aftersales.queries.duplicates import Ground
from aftersales.records import (
    CaseState,
    Channel,
    Consent,
    ConsentPurpose,
    CustomerKind,
    RegistrationState,
)
from aftersales.words import Words


def channel_words(_: Words, channel: Channel) -> str:
    """A way to reach somebody."""
    match channel:
        case Channel.EMAIL:
            return _("E-mail")
        case Channel.SMS:
            return _("Text message")
        case Channel.PHONE:
            return _("Telephone")
        case Channel.POST:
            return _("Letter")
        case Channel.WHATSAPP:
            return "WhatsApp"
        case Channel.X:
            return "X"
        case Channel.MESSENGER:
            return "Messenger"
        case Channel.OTHER:
            return _("Another way")
        case _never:
            assert_never(_never)


def purpose_words(_: Words, purpose: ConsentPurpose) -> str:
    """What somebody may be written to about."""
    match purpose:
        case ConsentPurpose.VISIT_MESSAGES:
            return _("Messages about visits")
        case ConsentPurpose.SAFETY_ONLY:
            return _("Product safety")
        case ConsentPurpose.SURVEYS:
            return _("Surveys")
        case ConsentPurpose.MARKETING:
            return _("Offers")
        case _never:
            assert_never(_never)


def customer_kind_words(_: Words, kind: CustomerKind) -> str:
    """Whether it is a person or a company."""
    match kind:
        case CustomerKind.PERSON:
            return _("Person")
        case CustomerKind.COMPANY:
            return _("Company")
        case _never:
            assert_never(_never)


def consent_said(_: Words, line: Consent) -> str:
    """One line of the consent ledger as a sentence."""
    facts = {
        "purpose": purpose_words(_, line.purpose),
        "channel": channel_words(_, line.channel),
    }
    if line.is_given:
        return _("Agreed: {purpose}, {channel}", **facts)
    return _("Taken back: {purpose}, {channel}", **facts)


def case_words(_: Words, state: CaseState) -> str:
    """Where a case stands."""
    return {
        CaseState.NEW: _("new"),
        CaseState.TRIAGED: _("looked at"),
        CaseState.WAITING_CUSTOMER: _("waiting for the customer"),
        CaseState.IN_PROGRESS: _("in progress"),
        CaseState.REMOTE_FIX_TRIED: _("a fix from afar was tried"),
        CaseState.VISIT_NEEDED: _("a visit is needed"),
        CaseState.RESOLVED: _("resolved"),
        CaseState.CLOSED: _("settled for good"),
        CaseState.REOPENED: _("open again"),
    }[state]


def registration_words(_: Words, state: RegistrationState) -> str:
    """Where a registration stands."""
    return {
        RegistrationState.SUBMITTED: _("received"),
        RegistrationState.VERIFIED: _("verified"),
        RegistrationState.NEEDS_INFO: _("a question is open"),
        RegistrationState.REJECTED: _("not accepted"),
        RegistrationState.ACTIVE: _("active"),
        RegistrationState.TRANSFERRED: _("passed on"),
        RegistrationState.SUPERSEDED: _("replaced"),
        RegistrationState.ERASED: _("erased"),
    }[state]


def ground_words(_: Words, ground: Ground) -> str:
    """Why two customers may be one."""
    return {
        Ground.EMAIL: _("same e-mail address"),
        Ground.PHONE: _("same telephone number"),
        Ground.ADDRESS: _("same name at the same address"),
    }[ground]
