"""What is done at a visit, written down: checklists, readings, photographs, serials, parts, the test, a signature."""

from aftersales.service_reports.checklists import Point, points_in, set_checklist
from aftersales.service_reports.entering import (
    Checked,
    Ended,
    Entered,
    PartLeft,
    PartUsed,
    Photographed,
    SerialRead,
    Signed,
    enter,
)
from aftersales.service_reports.report import Answer, PartCount, ServiceReport, reports_of

__all__ = [
    "Answer",
    "Checked",
    "Ended",
    "Entered",
    "PartCount",
    "PartLeft",
    "PartUsed",
    "Photographed",
    "Point",
    "SerialRead",
    "ServiceReport",
    "Signed",
    "enter",
    "points_in",
    "reports_of",
    "set_checklist",
]
