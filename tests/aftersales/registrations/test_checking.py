"""A person looks at what is open: confirms, asks, or says why not; proof can always be sent again."""

from datetime import date

import pytest

from aftersales.errors import Collision, IllegalMove, NotThere, NotUnderstood
from aftersales.identifiers import link_token
from aftersales.links import subject_of
from aftersales.records import (
    Event,
    LinkPurpose,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
    Upload,
)
from aftersales.registrations import (
    add_proof,
    add_unit,
    ask_about,
    register_unit,
    reject_registration,
    verify_registration,
)
from aftersales.uploads import clean_file
from tests.aftersales.conftest import Village
from tests.aftersales.registrations.conftest import Registering
from tests.aftersales.uploads.files import picture

NEEDS_INFO, ACTIVE = RegistrationState.NEEDS_INFO, RegistrationState.ACTIVE


def kept(village: Village, row: Registration) -> Registration:
    with village.parts.store.reading() as session:
        return session.get_one(Registration, row.id)


def test_proof_that_is_right_confirms_with_the_serial_of_the_proof(
    village: Village, registering: Registering
) -> None:
    row = registering(serial="")

    with village.doing() as deed:
        verify_registration(deed, deed.session.get_one(Registration, row.id), serial="ab 12 34")

    (unit,) = village.all_of(Unit)
    (notice,) = village.notices("certificate")
    states = [each.what for each in village.all_of(Event) if each.subject_id == row.id]
    assert (kept(village, row).state, kept(village, row).question) == (ACTIVE, "")
    assert unit.serial == "AB1234"
    assert notice.facts["serial"] == "AB1234"
    assert states == ["unit_registered", "registration_verified", "registration_active"]


def test_proof_against_a_former_owner_hands_the_unit_over_and_ends_their_links(
    village: Village, model: ProductModel, registering: Registering
) -> None:
    with village.doing() as deed:
        sold = add_unit(
            deed,
            model,
            village.customer,
            serial="AB1234",
            country="PT",
            purchased_on=date(2026, 10, 1),
        )
        deed.session.flush()
        former = register_unit(
            deed, sold, model, village.customer, channel="till", zone="Europe/Vaduz"
        )
    row = registering()
    (first, _second) = village.notices("registration_received")
    from uuid import UUID

    token = link_token(village.parts.secret, UUID(str(first.facts["link_id"])))

    with village.doing() as deed:
        verify_registration(deed, deed.session.get_one(Registration, row.id))

    (unit,) = village.all_of(Unit)
    assert unit.customer_id == row.customer_id
    assert kept(village, former).state is RegistrationState.TRANSFERRED
    assert kept(village, row).state is ACTIVE
    with village.parts.store.reading() as session, pytest.raises(NotThere):
        subject_of(session, village.clock.now(), LinkPurpose.REGISTRATION, token)


def test_serial_of_the_proof_that_is_another_units_is_refused_whole(
    village: Village, registering: Registering
) -> None:
    registering()
    row = registering(serial="", email="else@example.org", name="Else")

    with pytest.raises(Collision), village.doing() as deed:
        verify_registration(deed, deed.session.get_one(Registration, row.id), serial="AB1234")

    assert kept(village, row).state is NEEDS_INFO


def test_question_is_asked_in_the_words_of_whoever_asks(
    village: Village, registering: Registering
) -> None:
    row = registering(serial="")

    for words in ("Which plate?", "And the invoice?"):
        with village.doing() as deed:
            ask_about(deed, deed.session.get_one(Registration, row.id), f" {words} ")

    told = village.notices("registration_question")
    assert [each.facts["question"] for each in told] == ["Which plate?", "And the invoice?"]
    assert kept(village, row).state is NEEDS_INFO


def test_rejected_registration_says_why_and_is_looked_at_again_with_new_proof(
    village: Village, registering: Registering
) -> None:
    row = registering(serial="")
    with village.doing() as deed:
        reject_registration(
            deed, deed.session.get_one(Registration, row.id), "The invoice is another machine's."
        )
    rejected = kept(village, row)

    file = clean_file(village.parts.settings, "a.jpg", picture())
    with village.doing() as deed:
        add_proof(deed, deed.session.get_one(Registration, row.id), [file])

    (notice,) = village.notices("registration_question")
    (upload,) = village.all_of(Upload)
    assert (rejected.state, notice.facts["state"]) == (RegistrationState.REJECTED, "rejected")
    assert notice.facts["question"] == "The invoice is another machine's."
    assert (upload.subject_kind, upload.subject_id) == ("registration", row.id)
    assert kept(village, row).state is RegistrationState.SUBMITTED
    with village.doing() as deed:
        ask_about(deed, deed.session.get_one(Registration, row.id), "Sharper, please.")
    assert kept(village, row).state is NEEDS_INFO


def test_what_is_not_open_cannot_be_decided(village: Village, registering: Registering) -> None:
    row = registering()

    for act in (
        verify_registration,
        lambda deed, found: reject_registration(deed, found, "No."),
    ):
        with pytest.raises(IllegalMove), village.doing() as deed:
            act(deed, deed.session.get_one(Registration, row.id))
    with pytest.raises(NotUnderstood), village.doing() as deed:
        ask_about(deed, deed.session.get_one(Registration, row.id), "Why?")

    assert kept(village, row).model_dump() == row.model_dump()


@pytest.mark.parametrize("act", [ask_about, reject_registration])
def test_nothing_is_decided_without_a_word(
    village: Village, registering: Registering, act: object
) -> None:
    row = registering(serial="")

    with pytest.raises(NotUnderstood), village.doing() as deed:
        act(deed, deed.session.get_one(Registration, row.id), "  ")  # type: ignore[operator]

    assert kept(village, row).model_dump() == row.model_dump()
