"""Returns: announced with a label, received, inspected, sent back, and asked for again while they do not come."""

from aftersales.returns.inspecting import CHECKS, Inspection, inspect_return
from aftersales.returns.label import Label, label_of, label_pdf
from aftersales.returns.own_page import OwnReturn, own_return
from aftersales.returns.receiving import read_reference, receive_return
from aftersales.returns.sending_back import Parcel, goes_back, parcel_back, send_back
from aftersales.returns.watching import watch_returns

__all__ = [
    "CHECKS",
    "Inspection",
    "Label",
    "OwnReturn",
    "Parcel",
    "goes_back",
    "inspect_return",
    "label_of",
    "label_pdf",
    "own_return",
    "parcel_back",
    "read_reference",
    "receive_return",
    "send_back",
    "watch_returns",
]
