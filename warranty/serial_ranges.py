"""Ranges of serials, as makers and recall notices write them: "from 1K90974428 to 1K21374177".

Serials of one range have one length and begin alike. Many makers put the last digit of the year behind
the plant: a range from 1K9… (2019) to 1K2… (2022) runs over the turn of the decade, so that its first
serial is larger than its last one. Such a range is everything that is not between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class SerialRange:
    """All serials from the first to the last, both included, in normalised form.

    `serial in range` is False for serials of another length or beginning.
    """

    first: str
    last: str

    def __post_init__(self) -> None:
        if not self.first or len(self.first) != len(self.last):
            raise ValueError(
                f"A range has two serials of one length: {self.first!r}, {self.last!r}."
            )

    def __contains__(self, serial: str) -> bool:
        if len(serial) != len(self.first) or not serial.startswith(self.beginning):
            return False
        if self.first <= self.last:
            return self.first <= serial <= self.last
        return serial >= self.first or serial <= self.last

    @property
    def beginning(self) -> str:
        """What all serials of the range begin with."""
        pairs = zip(self.first, self.last, strict=True)
        return self.first[: len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))]
