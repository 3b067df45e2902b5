"""Jobs, the planner, webhooks and what is logged."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr


class EngineSettings(BaseModel):
    """Jobs, the planner, webhooks and what is logged."""

    job_lease_seconds: int = Field(
        default=60,
        ge=2,
        description="A job whose worker gave no sign of life for this long is taken up by another.",
    )
    solver_processes: int = Field(
        default=1,
        ge=1,
        description="Plans that are made at the same time on this machine, each by a process of its own.",
    )
    solver_threads: int = Field(
        default=0,
        ge=0,
        description="Cores that search for one plan; 0 shares all of the machine's among the plans made at a time. "
        "A plan repeats itself only with the same number.",
    )
    solver_seconds: float = Field(
        default=600,
        gt=0,
        description="Seconds after which a plan in the making is taken as good as it is by then.",
    )
    kernel_folder: Path = Field(
        default=Path("~/.cache/aftersales/kernels"),
        description="Folder for the planner's compiled code, about 25 MB; it can be thrown away at any time.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least that the server and the workers log."
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Bearer token that opens `/metrics`; without it only programs of this machine see them.",
    )
    webhook_timeout_seconds: float = Field(
        default=10,
        gt=0,
        le=30,
        description="How long a shop system may take to answer a webhook, all in all.",
    )
    webhooks_allow_local: bool = Field(
        default=False,
        description="For rehearsals: webhooks may also go to this machine, even without encryption.",
    )
