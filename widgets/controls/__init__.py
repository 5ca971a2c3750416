"""Single controls, painted as the states of the look ask."""
