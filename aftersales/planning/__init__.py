"""Planning: work orders become appointments; gather, decide, and keep after looking again."""

from aftersales.planning.outcome import EffortName, PlanOutcome, PlanRequest
from aftersales.planning.run import plan_territory

__all__ = ["EffortName", "PlanOutcome", "PlanRequest", "plan_territory"]
