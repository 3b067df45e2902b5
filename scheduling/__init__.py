"""Scheduling plans: a problem of visits and shifts in, a checked plan with reasons out."""
