"""Jumping to anything by typing a few of its letters."""
