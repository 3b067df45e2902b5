"""The planner gets ready before anybody waits for a plan, and says where its code is kept."""

import re
import shutil
from pathlib import Path

import pytest

from aftersales.settings import Settings
from aftersales.solving import folder_of_kernels
from tests.aftersales.cli.conftest import Typing
from tests.conftest import KERNELS


@pytest.fixture
def kept(kernels: Path, tmp_path: Path) -> Path:
    """The settings' folder with the compiled code of these sources."""
    folder = tmp_path / "kernels"
    shutil.copytree(kernels, folder_of_kernels(folder))
    return folder


def test_warmup_says_that_everything_is_there(
    typing: Typing, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_KERNEL_FOLDER", str(kept))

    warmed = typing("warmup")

    assert warmed.exit_code == 0
    assert warmed.stdout == (
        f"The planner was ready already: all functions stand in {folder_of_kernels(kept)}.\n"
    )


def test_warmup_compiles_what_is_missing_and_says_so(
    typing: Typing, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_KERNEL_FOLDER", str(kept))
    for file in kept.rglob("kernels.simulate-*"):
        file.unlink()

    warmed = typing("warmup")

    assert warmed.exit_code == 0
    said = re.fullmatch(
        r"The planner is ready: (\d+) functions compiled in [\d,]+ seconds, kept in (.+)\.\n",
        warmed.stdout,
    )
    assert said is not None
    assert 0 < int(said[1]) < 20
    assert said[2] == str(folder_of_kernels(kept))
    assert any(kept.rglob("kernels.simulate-*.nbc"))


def test_default_folder_is_the_one_of_the_user() -> None:
    assert folder_of_kernels(Settings().kernel_folder).parent == KERNELS.parent
