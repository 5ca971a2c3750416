"""Clouds of one's own among those that are known."""
