"""The commands: each step of the main job by itself, and the demo that runs them all."""

from aftersales.cli.app import app

__all__ = ["app"]
