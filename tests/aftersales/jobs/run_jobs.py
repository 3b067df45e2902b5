"""Run as a process of its own: the embedded runner of the installation that the environment names."""

import signal
from threading import Event

from aftersales.bootstrap import bootstrap
from aftersales.settings import read_settings


def main() -> None:
    """Do rounds and jobs until told to stop, or killed."""
    stopping = Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stopping.set())
    with bootstrap(read_settings()) as parts, parts.jobs.beside(parts):
        stopping.wait()


if __name__ == "__main__":
    main()
