"""Days played through the use cases: one as a story for the demo, many as a proof."""
