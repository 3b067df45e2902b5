"""Solver runs in processes of their own: the web stays free, and one that dies takes nobody else along."""

from aftersales.solving.kernels import folder_of_kernels
from aftersales.solving.pool import ProcessPlanner, cores

__all__ = ["ProcessPlanner", "cores", "folder_of_kernels"]
