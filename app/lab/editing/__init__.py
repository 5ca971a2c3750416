"""Equations typed in the window: read, shown, kept, written to files."""
