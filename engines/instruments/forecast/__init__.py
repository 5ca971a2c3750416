"""How far ahead a curve can be told by what has only seen its past."""

TITLE = "Forecasts"
