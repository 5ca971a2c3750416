"""How often a flow is where, once the start is forgotten."""

TITLE = "Density"
