"""Talks on the page of a case: what is said comes to every open page at once, whichever process answers it."""

from web.talking.hub import TalkHub
from web.talking.routes import talk_routes

__all__ = ["TalkHub", "talk_routes"]
