"""Installations to be looked at, fit and broken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from aftersales.cli.terminal import OPERATOR
from aftersales.doctor import Finding
from aftersales.doctor.patient import Patient
from aftersales.parts import Parts
from aftersales.places import Address
from aftersales.records import Role
from aftersales.settings import Settings
from aftersales.store import Store
from aftersales.territories import add_territory
from aftersales.users import add_user

Change = Callable[..., Patient]


@pytest.fixture
def patient(parts: Parts) -> Patient:
    """A migrated installation with a territory and an admin, a second after its clock stopped."""
    with parts.doing(OPERATOR) as deed:
        add_territory(
            deed,
            code="li",
            name="Liechtenstein",
            country="LI",
            depot_code="schaan",
            depot_name="Schaan",
            depot=Address(
                street="Im Bretscha",
                house_number="22",
                postcode="9494",
                town="Schaan",
                country="LI",
                latitude=47.1690,
                longitude=9.5080,
            ),
            answers=("Maria Vogt", "+423 555 00 00", "maria@example.org"),
        )
        add_user(
            deed,
            email="ada@shop.test",
            name="Ada",
            role=Role.ADMIN,
            password="a long enough sentence",
        )
    now = parts.clock.now() + timedelta(seconds=1)
    return Patient(settings=parts.settings, store=parts.store, now=now, shown_now=now)


@pytest.fixture
def changed(patient: Patient) -> Change:
    """The same installation with other settings."""

    def with_settings(**values: object) -> Patient:
        given = {**patient.settings.model_dump(exclude_unset=True), **values}
        return replace(patient, settings=Settings(**given))

    return with_settings


def stranded(patient: Patient, url: str) -> Patient:
    """The same installation with a database somewhere else."""
    return replace(patient, store=Store(url))


def verdicts(findings: list[Finding]) -> list[tuple[str, str]]:
    """What was looked at, and how it stands."""
    return [(finding.what, finding.verdict.value) for finding in findings]
