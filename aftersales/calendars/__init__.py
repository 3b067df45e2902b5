"""Calendars: the technician's feed and the buyer's invitation, right in every client."""
