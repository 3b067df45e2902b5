"""One thread for each case: whatever channel a message comes on, and the answers that go back."""

from aftersales.conversations.incoming import Incoming, IncomingFile
from aftersales.conversations.receiving import identify_sender, receive
from aftersales.conversations.replying import Author, reply, write_note
from aftersales.conversations.ways import Way

__all__ = [
    "Author",
    "Incoming",
    "IncomingFile",
    "Way",
    "identify_sender",
    "receive",
    "reply",
    "write_note",
]
