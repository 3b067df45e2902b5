"""One thread for each case: whatever channel a message comes on, and the answers that go back."""

from aftersales.conversations.calling import begin_thread, take_call
from aftersales.conversations.incoming import Incoming, IncomingFile
from aftersales.conversations.next_due import Due, NextDue, next_due
from aftersales.conversations.previewing import Preview, preview_reply
from aftersales.conversations.receiving import identify_sender, receive
from aftersales.conversations.replying import Author, reply, write_note
from aftersales.conversations.ways import Way

__all__ = [
    "Author",
    "Due",
    "Incoming",
    "IncomingFile",
    "NextDue",
    "Preview",
    "Way",
    "begin_thread",
    "identify_sender",
    "next_due",
    "preview_reply",
    "receive",
    "reply",
    "take_call",
    "write_note",
]
