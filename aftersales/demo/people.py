"""Synthetic people: names drawn from lists, addresses under reserved domains; nobody real is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

GIVEN: Final = {
    "en": (
        "Anna",
        "Maria",
        "Lena",
        "Sophie",
        "Nina",
        "Elena",
        "Julia",
        "Laura",
        "Noah",
        "Leon",
        "Luca",
        "Elias",
        "David",
        "Jonas",
        "Simon",
        "Fabian",
        "Paul",
        "Martin",
    ),
    "lv": (
        "Inga",
        "Līga",
        "Ilze",
        "Anita",
        "Dace",
        "Kristīne",
        "Jānis",
        "Andris",
        "Juris",
        "Edgars",
        "Māris",
        "Artūrs",
    ),
    "bn": ("অনিতা", "শিরিন", "নাদিয়া", "রুমা", "রহিম", "করিম", "তানভীর", "সজল"),
}
FAMILY: Final = {
    "en": (
        "Ritter",
        "Hasler",
        "Büchel",
        "Marxer",
        "Frick",
        "Beck",
        "Kaiser",
        "Wanger",
        "Öhri",
        "Schädler",
        "Vogt",
        "Sele",
        "Nigg",
        "Walser",
        "Kindle",
        "Gassner",
        "Eberle",
        "Banzer",
    ),
    "lv": ("Ozols", "Kalniņš", "Liepa", "Bērziņa", "Krūmiņš", "Zariņa", "Vītols", "Eglīte"),
    "bn": ("রহমান", "আক্তার", "চৌধুরী", "হোসেন", "দাস", "সেন"),
}
LANGUAGE_SHARES: Final = {"en": 0.72, "lv": 0.18, "bn": 0.10}
"""How often each language is drawn."""

WITHOUT_EMAIL: Final = 0.02
"""Share of customers who can only be called: some always can."""


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up customer."""

    number: str
    name: str
    language: str
    email: str | None
    phone: str


def people(rng: np.random.Generator, count: int) -> list[Person]:
    """So many people; the same generator state gives the same ones."""
    languages = rng.choice(
        list(LANGUAGE_SHARES), size=count, p=list(LANGUAGE_SHARES.values())
    ).tolist()
    return [
        _person(rng, position, language) for position, language in enumerate(languages, start=1)
    ]


def _person(rng: np.random.Generator, position: int, language: str) -> Person:
    given = GIVEN[language][int(rng.integers(len(GIVEN[language])))]
    family = FAMILY[language][int(rng.integers(len(FAMILY[language])))]
    has_email = rng.random() >= WITHOUT_EMAIL
    return Person(
        number=f"K{position:05d}",
        name=f"{given} {family}",
        language=language,
        email=f"customer{position:05d}@example.com" if has_email else None,
        phone=f"+423 555 {position // 100:02d} {position % 100:02d}",
    )
