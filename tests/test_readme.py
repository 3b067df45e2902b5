"""The README is true: its commands run, its output is theirs, its tables and map are the code's."""

import re
from pathlib import Path

from tests import readme_blocks
from tests.readme_blocks import README, ROOT


def test_readme_story_is_what_the_demo_prints(tmp_path: Path) -> None:
    assert readme_blocks.block("story") == readme_blocks.story(tmp_path)
    assert readme_blocks.block("letter") == readme_blocks.letter(tmp_path)
    assert readme_blocks.block("calls") == readme_blocks.calls(tmp_path)


def test_readme_commands_for_an_own_shop_print_what_it_shows(tmp_path: Path) -> None:
    assert readme_blocks.block("shop") == readme_blocks.shop(tmp_path)


def test_readme_table_of_settings_is_the_settings_class() -> None:
    assert readme_blocks.block("settings") == readme_blocks.settings()


def test_readme_map_names_every_room_and_none_that_is_not_there() -> None:
    text = README.read_text()
    section = text[text.index("## The map") : text.index("## One whole story")]
    named = set(
        re.findall(r"`((?:aftersales|web|warranty|scheduling|docs|benchmarks)[\w/]*?)/`", section)
    )

    rooms = {
        f"aftersales/{folder.name}"
        for folder in (ROOT / "aftersales").iterdir()
        if folder.is_dir() and (folder / "__init__.py").exists()
    }

    assert rooms - named == {"aftersales/migrations"}
    assert all((ROOT / name).is_dir() for name in named)
    assert "`migrations/`" in section


def test_readme_plain_lines_are_those_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text().replace("$(BIN)", ".venv/bin")
    plain = README.read_text()

    for line in (
        ".venv/bin/ruff check .",
        ".venv/bin/ruff format --check .",
        ".venv/bin/mypy",
        ".venv/bin/lint-imports",
        ".venv/bin/aftersales demo",
    ):
        assert line in makefile
        assert line in plain
