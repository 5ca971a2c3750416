"""How far a flow is from where it should be."""

TITLE = "Distance"
