"""Goodwill: what is offered beyond every cover, who may grant it, from which budget, and whether it is fair."""
