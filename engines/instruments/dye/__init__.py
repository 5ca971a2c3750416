"""Dye laid down by hand."""
