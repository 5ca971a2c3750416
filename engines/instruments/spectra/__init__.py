"""Exponents and dimensions: how fast neighbours part, and how many there are."""

TITLE = "Exponents and dimensions"
