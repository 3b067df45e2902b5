"""Solver runs in processes of their own: OR-Tools' routing holds the interpreter for its whole run."""

from aftersales.solving.pool import ProcessPlanner, spare_cores

__all__ = ["ProcessPlanner", "spare_cores"]
