"""Words in the languages of the house: gettext catalogues, dates and plurals by Babel."""

from aftersales.words.catalogue import LANGUAGES, Words, words_in

__all__ = ["LANGUAGES", "Words", "words_in"]
