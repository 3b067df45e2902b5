"""A server that ends well when it is told to: SIGTERM is how every process supervisor says so."""

from __future__ import annotations

import signal
import socket
from types import FrameType
from typing import Final

import structlog
import uvicorn

from aftersales.solving import ProcessPlanner

SECONDS_TO_FINISH: Final = 10
"""How long requests under way may go on once the server is told to stop."""


class StoppableServer(uvicorn.Server):
    """Takes nothing new, lets what is under way finish, stops what runs beside it, and ends with status 0."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the handler's signature
        """Begin to stop; told a second time, nobody is waited for.

        uvicorn's own method would raise the signal again at the end, and the process would die of it before
        solvers and connections are given back.
        """
        self.config.app.state.is_stopping = True  # type: ignore[union-attr] # it is always our app
        structlog.get_logger().info("stopping", signal=signal.Signals(sig).name)
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; requests that still wait for a plan after that are told that there will be none."""
        await super().shutdown(sockets)
        planner = self.config.app.state.parts.planner  # type: ignore[union-attr] # it is always our app
        if isinstance(planner, ProcessPlanner):
            planner.close()
