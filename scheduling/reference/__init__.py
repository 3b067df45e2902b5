"""The reference engine: OR-Tools' routing model over the whole problem, to measure the own search against."""

from scheduling.reference.engine import reference_orders
from scheduling.reference.orders import Found, Orders

__all__ = ["Found", "Orders", "reference_orders"]
