"""Warranty decides: facts about products, covers and claims in; decisions with their reasons out."""
