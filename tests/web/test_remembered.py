"""What tests build once is shared by all of them."""

from pathlib import Path

from tests.web.conftest import World
from tests.web.remembered import Memory


def test_nothing_of_a_single_test_keeps_the_world_from_being_shared(
    world: World, memory: Memory, tmp_path: Path
) -> None:
    built = [name for name in memory.kept if name[0] == "world"]

    assert world.visits()
    assert built != []
    assert not any(str(tmp_path) in str(part) for name in built for part in name)
