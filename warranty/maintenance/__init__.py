"""Maintenance: when it is due, how long it may wait, and whether a cover that asks for it was given it."""
