"""Calendar months: adding them to a date, and the last day of a term, counted as European law counts.

Regulation (EEC, Euratom) No 1182/71 Art. 3(1) and 3(2)(c): the day of the event is not counted, and a
period of months ends with the expiry of the last hour of the day that falls on the same date; when
the last month has no such date, with the last hour of that month's last day. A 24-month term that
runs from 9 March 2024 covers through 9 March 2026, and one from 29 February 2024 through
28 February 2026.

Ends are not moved. Art. 3(4) carries an end that falls on a Saturday, a Sunday or a public holiday
over to the next working day; that needs the holidays of a place, which are not known here. Somebody
who refuses a claim on the first working day after such an end should look at it again.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

MONTHS_IN_YEAR: Final = 12


def months_after(day: date, months: int) -> date:
    """The same date so many calendar months later, or the last day of a month that is too short.

    Add a term in one step: two steps through a short month lose days (31 January, 28 February, 28 March).

    Args:
        day: the day to count from.
        months: whole calendar months, 0 or more.
    """
    if months < 0:
        raise ValueError(f"Months are counted forwards only: {months}.")
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day_of_term(starts_on: date, months: int) -> date:
    """The last day, itself included, of a term that runs from `starts_on` for `months` (1 or more).

    Source: Regulation (EEC, Euratom) No 1182/71 Art. 3(2)(c). The first day is covered as well, although
    the law does not count it: nobody is without cover on the day of delivery.
    """
    if months < 1:
        raise ValueError(f"A term lasts at least one month: {months}.")
    return months_after(starts_on, months)
