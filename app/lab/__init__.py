"""The window's parts: docks, stage, acts, and how it is launched."""
