"""Whether an installation is fit for its work: what is looked at, what was found, and how to mend it."""

from aftersales.doctor.examination import examine
from aftersales.doctor.finding import Finding, Verdict

__all__ = ["Finding", "Verdict", "examine"]
