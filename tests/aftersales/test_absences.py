"""Absences are written down as the technician stands now, not as somebody read them before."""

import pytest

from aftersales.absences import report
from aftersales.errors import NotAllowed
from aftersales.records import Absence, AbsenceKind, Technician
from aftersales.roster import dismiss
from tests.aftersales.conftest import Village


def test_nobody_is_absent_who_was_dismissed_meanwhile(village: Village) -> None:
    with village.doing() as deed:
        dismiss(deed, deed.session.get_one(Technician, village.technicians[0].id))
    assert village.technicians[0].is_active  # as it was read before

    with pytest.raises(NotAllowed, match="comes no more"), village.doing() as deed:
        report(
            deed,
            village.technicians[0],
            AbsenceKind.SICK,
            village.moment(24, 8),
            village.moment(24, 17),
        )

    assert village.all_of(Absence) == []
