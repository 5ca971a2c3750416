"""Presets as pictures: one row each in the dock, one card each on the first page."""
