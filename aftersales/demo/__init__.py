"""The demo: a real city, synthetic people, and the whole chain from sale to a delay told first."""
