"""One language's words: translations from the shipped catalogues, dates and times by Babel.

English stands in the code; `words/locale/<language>/LC_MESSAGES/aftersales.po` holds the others and is
compiled in memory when a language is first used.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from aftersales.moments import wall_of

LANGUAGES: Final = ("en", "lv", "bn")
"""Languages with a complete catalogue; English is the language of the code."""

DOMAIN: Final = "aftersales"


class Words:
    """Everything that is said in one language."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        """Speak `language` with these translations."""
        self.language = language
        self.locale = Locale.parse(language)
        self.translations = translations

    def __call__(self, message: str, **facts: object) -> str:
        """The message in this language with `{named}` facts filled in."""
        text = self.translations.gettext(message)
        return text.format(**facts) if facts else text

    def many(self, one: str, more: str, number: int, **facts: object) -> str:
        """The form of the message that fits `number`, which fills `{number}`."""
        text = self.translations.ngettext(one, more, number)
        return text.format(number=self.number(number), **facts)

    def number(self, value: float) -> str:
        """A number in the digits and groups of the language, with up to three decimals."""
        return _in_digits(self.language, format_decimal(value, locale=self.locale))

    def digits(self, text: str) -> str:
        """The text with its digits as the language writes them."""
        return _in_digits(self.language, text)

    def day(self, on: date) -> str:
        """A day with its weekday, such as “Monday, 23 November”."""
        return _in_digits(self.language, format_date(on, _DAY[self.language], locale=self.locale))

    def month(self, on: date) -> str:
        """The month of a day with its year, such as “November 2026”."""
        return _in_digits(self.language, format_date(on, _MONTH[self.language], locale=self.locale))

    def date(self, on: date) -> str:
        """A day with its year, such as “23 November 2026”."""
        return _in_digits(
            self.language,
            format_date(on, _DATE.get(self.language, "long"), locale=self.locale),
        )

    def date_at(self, moment: datetime, zone: str) -> str:
        """The day with its year that `moment` is in `zone`."""
        return self.date(wall_of(moment, zone).date())

    def time(self, wall: datetime) -> str:
        """A time of day in 24 hours, such as “14:05”."""
        return _in_digits(self.language, format_time(wall, "HH:mm", locale=self.locale))

    def time_at(self, moment: datetime, zone: str) -> str:
        """The time of day that `moment` is in `zone`."""
        return self.time(wall_of(moment, zone))

    def day_at(self, moment: datetime, zone: str) -> str:
        """The day that `moment` is in `zone`."""
        return self.day(wall_of(moment, zone).date())


_DATE: Final = {"en": "d MMMM y"}
"""English is read in many countries; the day first, as in `_DAY`, is mistaken by nobody."""

_MONTH: Final = {"en": "MMMM y", "lv": "y. 'gada' LLLL", "bn": "MMMM y"}

_DAY: Final = {"en": "EEEE, d MMMM", "lv": "EEEE, d. MMMM", "bn": "EEEE, d MMMM"}


def _in_digits(language: str, text: str) -> str:
    return text.translate(_BENGALI) if language == "bn" else text


_BENGALI: Final = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def closest_language(wanted: str) -> str:
    """The language of the house nearest to a BCP 47 tag; English when there is none."""
    base = wanted.lower().replace("_", "-").split("-", 1)[0]
    return base if base in LANGUAGES else "en"


@lru_cache(maxsize=len(LANGUAGES) + 8)
def words_in(wanted: str) -> Words:
    """The words of the nearest language; read once a process."""
    language = closest_language(wanted)
    if language == "en":
        return Words(language, NullTranslations())
    path = files("aftersales.words") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))
