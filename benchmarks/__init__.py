"""Measurements against peers; run by hand, never by the tests."""
