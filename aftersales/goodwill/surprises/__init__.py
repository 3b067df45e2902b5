"""Small surprises: rules that a manager makes, whom they fit, what is given, told or handed over."""

from aftersales.goodwill.surprises.handing import hand_over
from aftersales.goodwill.surprises.previewing import SurprisePreview, preview_rule
from aftersales.goodwill.surprises.rounds import surprise_customers
from aftersales.goodwill.surprises.rules import (
    RULE_MOVES,
    SurpriseWanted,
    add_rule,
    checked_terms,
    move_rule,
)

__all__ = [
    "RULE_MOVES",
    "SurprisePreview",
    "SurpriseWanted",
    "add_rule",
    "checked_terms",
    "hand_over",
    "move_rule",
    "preview_rule",
    "surprise_customers",
]
