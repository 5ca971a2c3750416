"""Two clouds joined by an interpolant, and the flow from one to the other."""
