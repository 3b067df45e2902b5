"""Files are kept with their row or not at all, opened only when they may be, and swept when nobody's."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from aftersales.errors import NotAllowed, NotReady, NotThere
from aftersales.parts import Parts
from aftersales.queries.uploads import uploads_counted, uploads_of
from aftersales.records import Event, Upload, UploadKind, UploadState
from aftersales.uploads import (
    FileRefused,
    Refusal,
    clean_file,
    clean_files,
    content_of,
    keep_upload,
    look_again,
    remove_uploads,
    sweep_folder,
)
from aftersales.words import words_in
from tests.aftersales.conftest import Village, all_of
from tests.aftersales.uploads.files import HEIC, picture
from tests.aftersales.uploads.scanner import scanner


def files_in(parts: Parts) -> list[Path]:
    return [path for path in parts.settings.uploads_folder.rglob("*") if path.is_file()]


def with_settings(village: Village, **changes: Any) -> Parts:
    settings = village.parts.settings.model_copy(update=changes)
    return replace(village.parts, settings=settings)


def kept(village: Village, content: bytes = b"", *, parts: Parts | None = None) -> Upload:
    from tests.conftest import STAFF

    with (parts or village.parts).doing(STAFF) as deed:
        return keep_upload(deed, village.customer, "plate.png", content or picture("PNG"))


def test_file_is_kept_outside_the_database_under_a_name_nobody_guesses(village: Village) -> None:
    row = kept(village)

    (path,) = files_in(village.parts)
    assert (row.subject_kind, row.subject_id) == ("customer", village.customer.id)
    assert (row.name, row.kind, row.state) == ("plate.png", UploadKind.PNG, UploadState.UNSCANNED)
    assert str(path).endswith(row.stored_as)
    assert "plate" not in str(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == row.size_bytes
    with Image.open(path) as image:
        assert image.size == (40, 30)
    (event,) = [each for each in all_of(village.parts, Event) if each.what == "file_added"]
    assert (event.subject_id, event.facts) == (
        village.customer.id,
        {"upload_id": str(row.id), "kind": "png"},
    )


def test_files_of_a_row_come_in_their_order_and_infected_ones_do_not_count(
    village: Village,
) -> None:
    rows = [kept(village), kept(village), kept(village)]
    with village.doing() as deed:
        deed.session.get_one(Upload, rows[1].id).state = UploadState.INFECTED

    with village.parts.store.reading() as session:
        found = uploads_of(session, "customer", village.customer.id)
        assert [each.id for each in found] == [each.id for each in rows]
        assert uploads_of(session, "claim", village.customer.id) == []
        assert uploads_counted(session, "customer", village.customer.id) == 2


def test_aborted_transaction_leaves_no_row_and_its_file_is_swept_later(village: Village) -> None:
    there = kept(village)

    def failing() -> None:
        with village.doing() as deed:
            keep_upload(deed, village.customer, "lost.jpg", picture())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()

    assert [each.id for each in all_of(village.parts, Upload)] == [there.id]
    assert len(files_in(village.parts)) == 2
    assert sweep_folder(village.parts) == 0  # somebody may still be at it
    village.clock.move_to(village.clock.now() + timedelta(days=2))
    assert sweep_folder(village.parts) == 1
    assert [str(path).endswith(there.stored_as) for path in files_in(village.parts)] == [True]


def test_sweep_of_a_folder_that_is_not_there_does_nothing(village: Village) -> None:
    assert sweep_folder(village.parts) == 0


def test_folder_that_cannot_be_written_to_keeps_nothing_and_says_so(village: Village) -> None:
    village.parts.settings.uploads_folder.write_text("a file, not a folder")

    with pytest.raises(NotReady, match="Please try again later"):
        kept(village)

    assert all_of(village.parts, Upload) == []


def test_files_of_somebody_who_is_forgotten_go(village: Village) -> None:
    row = kept(village)

    with village.doing() as deed:
        assert remove_uploads(deed, village.customer) == 1

    village.clock.move_to(village.clock.now() + timedelta(days=2))
    assert sweep_folder(village.parts) == 1
    assert all_of(village.parts, Upload) == []
    with pytest.raises(NotThere):
        content_of(village.parts.settings, row)


def test_while_the_scanner_is_silent_a_file_waits_and_nobody_opens_it(village: Village) -> None:
    parts = with_settings(village, clamd="127.0.0.1:1")

    row = kept(village, parts=parts)

    assert row.state is UploadState.WAITING
    with pytest.raises(NotAllowed, match="does not answer"):
        content_of(parts.settings, row)
    assert look_again(parts) == 0
    assert all_of(parts, Upload)[0].state is UploadState.WAITING


@pytest.mark.parametrize(
    ("content", "state", "files"),
    [(HEIC, UploadState.CLEAN, 1), (HEIC + b"EICAR", UploadState.INFECTED, 0)],
)
def test_waiting_file_is_looked_at_when_the_scanner_is_back(
    village: Village, content: bytes, state: UploadState, files: int
) -> None:
    kept(village, content, parts=with_settings(village, clamd="127.0.0.1:1"))

    with scanner() as address:
        parts = with_settings(village, clamd=address)
        assert look_again(parts) == 1
        assert look_again(parts) == 0

    (row,) = all_of(village.parts, Upload)
    assert (row.state, len(files_in(village.parts))) == (state, files)
    assert f"file_{state}" in {each.what for each in all_of(village.parts, Event)}
    if state is UploadState.INFECTED:
        with pytest.raises(NotAllowed, match="taken away"):
            content_of(village.parts.settings, row)
    else:
        assert content_of(village.parts.settings, row) == content


def test_waiting_file_is_let_go_when_no_scanner_is_set_any_more(village: Village) -> None:
    kept(village, parts=with_settings(village, clamd="127.0.0.1:1"))

    assert look_again(village.parts) == 1

    assert all_of(village.parts, Upload)[0].state is UploadState.UNSCANNED


def test_infected_file_is_refused_before_anything_is_kept(village: Village) -> None:
    with scanner() as address:
        parts = with_settings(village, clamd=address)
        with pytest.raises(FileRefused) as refused:
            kept(village, HEIC + b"EICAR", parts=parts)
        clean = kept(village, parts=parts)

    assert refused.value.why is Refusal.INFECTED
    assert clean.state is UploadState.CLEAN
    assert len(all_of(village.parts, Upload)) == len(files_in(village.parts)) == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.jpg", b"", Refusal.EMPTY),
        ("big.jpg", b"\xff\xd8\xff" + bytes(1_000_000), Refusal.TOO_BIG),
        ("page.jpg", b"<html><script>alert(1)</script></html>", Refusal.OTHER_KIND),
        ("drawing.svg", b'<svg onload="alert(1)"/>', Refusal.OTHER_KIND),
        ("broken.png", picture("PNG")[:60], Refusal.UNREADABLE),
    ],
)
def test_file_that_is_not_taken_is_named_and_leaves_nothing(
    village: Village, name: str, content: bytes, why: Refusal
) -> None:
    parts = with_settings(village, upload_mb=1)

    with pytest.raises(FileRefused) as refused:
        clean_file(parts.settings, name, content)

    assert refused.value.why is why
    assert str(refused.value).startswith(f"{name}: ")
    assert files_in(parts) == []


def test_files_are_bounded_in_number_and_together(village: Village) -> None:
    settings = with_settings(village, uploads_mb=1).settings

    with pytest.raises(FileRefused) as many:
        clean_files(settings, [("a.png", b"x")] * 11)
    with pytest.raises(FileRefused) as much:
        clean_files(settings, [("a.png", bytes(600_000))] * 2)

    assert str(many.value) == "Send at most 10 files at once."
    assert "larger than 1 MB" in str(much.value)
    assert clean_files(settings, []) == []


@pytest.mark.parametrize("language", ["en", "lv", "bn"])
def test_every_refusal_says_what_to_do_in_every_language(language: str) -> None:
    _ = words_in(language)

    said = {FileRefused(why, "a.jpg", 15).said(_) for why in Refusal}

    assert len(said) == len(Refusal)
    assert all(text.startswith("a.jpg: ") and "{" not in text for text in said)
