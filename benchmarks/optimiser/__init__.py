"""The proof of the optimiser: one command runs us and our peers on the same instances at equal CPU time."""
