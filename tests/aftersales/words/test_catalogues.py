"""Every string that people read is translated, completely and with the same facts in it."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from aftersales.words import LANGUAGES

ROOT = Path(__file__).parents[3]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": (1,), "many": (1, 2), "said": (1,)}
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def said() -> Iterator[str | tuple[str, ...]]:
    """Everything that the code and the templates say."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")  # type: ignore[no-untyped-call] # Babel's
    for found in extract_from_dir(ROOT, methods, options, keywords=KEYWORDS):
        yield found[2]


def catalogue(language: str) -> Catalog:
    path = ROOT / "aftersales/words/locale" / language / "LC_MESSAGES/aftersales.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def translations(message: Message) -> list[str]:
    text = message.string or ""
    return [text] if isinstance(text, str) else list(text)


def test_extraction_finds_what_is_said() -> None:
    assert "You hear from us again by {time} at the latest." in set(said())


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_has_a_translation_of_everything_that_is_said(language: str) -> None:
    present = catalogue(language)

    missing = []
    for text in set(said()):
        message = present.get(text if isinstance(text, str) else text[0])
        if message is None or message.fuzzy or not all(translations(message)):
            missing.append(text)

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_keeps_the_facts_of_every_sentence(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[1]
        for text in translations(message):
            optional = {"number"} if isinstance(message.id, tuple) else set()
            assert fields(text) | optional == fields(source) | optional, message.id
            assert re.search(r"\s{2,}", text) is None, message.id
