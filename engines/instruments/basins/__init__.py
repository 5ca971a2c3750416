"""Where states end, and from where."""

TITLE = "Basins"
