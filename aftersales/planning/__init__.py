"""Planning: work orders become appointments; gather, decide, and keep after looking again."""

from aftersales.planning.outcome import GETTING_READY, EffortName, PlanOutcome, PlanRequest
from aftersales.planning.run import plan_territory

__all__ = ["GETTING_READY", "EffortName", "PlanOutcome", "PlanRequest", "plan_territory"]
