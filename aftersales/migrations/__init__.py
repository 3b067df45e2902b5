"""The history of the tables, shipped with the package, the same on both databases."""
