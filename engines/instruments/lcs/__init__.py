"""Curves that organise transport: ridges, shrink and stretch lines, closed curves of vortices."""

TITLE = "Curves of transport"
