"""What lies before each technician, as arrays: one row a route, one column an event."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from scheduling.uncertainty.normal import Floats

Integers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Courses:
    """Routes as rows of events, padded to equal length.

    An event is a stop, a pause, or the return at the end. The technician drives to it, sets up, waits for
    its opening, and works: start = max(leaving + drive + setup, opening), leaving = start + work. A pause is
    an event whose "work" is certain. The drive of its gap lies before it: the next stop then starts at the
    same second as after a pause on the road, since either way both take their time, and the pause is not
    before its opening. Padding is an event without drive, work, or anyone who asks.

    All arrays but `begins` have the shape (routes, events); times are in seconds.

    Attributes:
        begins: when the technician sets out, of shape (routes,).
        drive: mean length of the drive to the event.
        drive_percent: the drive's coefficient of variation in hundredths.
        setup: certain time between the drive and the start.
        opening: the event does not start before it; never before `begins`.
        work: mean length of the work, or length of the pause.
        work_percent: the work's coefficient of variation in hundredths; 0 for a pause.
        latest: the last second that was promised for the start; infinite if nothing was.
        number: which stop of its route it belongs to, from 0; a pause has that of the stop after it. Routes
            share their luck by this number.
        is_asked: whether anyone wants to know about it: stops and the return, not pauses and padding.
    """

    begins: Floats
    drive: Floats
    drive_percent: Integers
    setup: Floats
    opening: Floats
    work: Floats
    work_percent: Integers
    latest: Floats
    number: Integers
    is_asked: Truths

    def __post_init__(self) -> None:
        for each in fields(self)[1:]:
            if getattr(self, each.name).shape != (len(self.begins), self.events):
                raise ValueError(f"All arrays of courses must be of one shape; {each.name} is not.")
        lengths = (self.drive, self.setup, self.work, self.drive_percent, self.work_percent)
        if any(np.any(array < 0) for array in (*lengths, self.number)):
            raise ValueError("Lengths, spreads and numbers must not be negative.")
        if np.any(self.opening < self.begins[:, None]):
            raise ValueError("No event may open before the technician sets out.")

    @property
    def events(self) -> int:
        """How many columns there are."""
        return int(self.drive.shape[1])
