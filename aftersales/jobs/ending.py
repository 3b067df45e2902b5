"""How a followed job ends: its row says so, and its key is free again."""

from __future__ import annotations

from datetime import datetime

from aftersales.records import Job, JobState


def end(job: Job, state: JobState, now: datetime, sentence: str) -> None:
    """Close a job with a sentence for people."""
    job.state = state
    job.live_key = None
    job.lease_until_at = None
    job.finished_at = now
    job.sentence = sentence
