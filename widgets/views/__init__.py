"""Widgets that show frames, and how they stand beside each other."""
