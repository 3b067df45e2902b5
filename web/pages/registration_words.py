"""How registrations stand, in words for staff."""

from __future__ import annotations

from typing import assert_never

from aftersales.records import RegistrationState
from aftersales.words import Words


def registration_words(_: Words, state: RegistrationState) -> str:
    """A state as colleagues say it."""
    match state:
        case RegistrationState.SUBMITTED:
            return _("to be looked at")
        case RegistrationState.NEEDS_INFO:
            return _("the owner was asked")
        case RegistrationState.VERIFIED:
            return _("verified")
        case RegistrationState.ACTIVE:
            return _("registered")
        case RegistrationState.REJECTED:
            return _("not confirmed")
        case RegistrationState.TRANSFERRED:
            return _("belongs to somebody else now")
        case RegistrationState.SUPERSEDED:
            return _("replaced by another unit")
        case RegistrationState.ERASED:
            return _("forgotten")
        case _never:
            assert_never(_never)
