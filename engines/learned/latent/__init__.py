"""Models whose states stand for pictures."""
