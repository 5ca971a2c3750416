"""Dye laid down by hand."""

TITLE = "Transport"
