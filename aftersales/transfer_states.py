"""The graph of a transfer, and one step along it: what ended says nothing any more about whom it was offered to."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.deed import Deed
from aftersales.links import revoke_links
from aftersales.records import LinkPurpose, TransferState, UnitTransfer
from aftersales.states import moved

TRANSFER_MOVES: Final = MappingProxyType(
    {
        TransferState.OFFERED: frozenset(
            {
                TransferState.ACCEPTED,
                TransferState.DECLINED,
                TransferState.WITHDRAWN,
                TransferState.LAPSED,
            }
        ),
        TransferState.ACCEPTED: frozenset[TransferState](),
        TransferState.DECLINED: frozenset[TransferState](),
        TransferState.WITHDRAWN: frozenset[TransferState](),
        TransferState.LAPSED: frozenset[TransferState](),
    }
)


def settle(deed: Deed, transfer: UnitTransfer, state: TransferState) -> None:
    """End a transfer: its link opens nothing any more but what it came to, and the typed address is forgotten.

    Raises:
        IllegalMove: it has ended before.
    """
    transfer.state = moved(TRANSFER_MOVES, transfer.state, state, "transfer")
    transfer.live_key = None
    transfer.name = transfer.email = ""
    transfer.settled_at = deed.now
    transfer.revision += 1
    if state is not TransferState.ACCEPTED:
        revoke_links(deed, LinkPurpose.TRANSFER, transfer.id)
    deed.add(transfer)
    deed.note(f"transfer_{state}", transfer)
