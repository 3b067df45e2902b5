"""Aftersales remembers and tells: tables, use cases, promises, notices, calendars, commands."""

__version__ = "0.1.0"
