"""The web listens: pages, JSON API and calendar feeds over HTTP, and nothing that decides."""
