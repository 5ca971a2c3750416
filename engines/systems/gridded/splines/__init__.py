"""Splines on grids: axes, coasts, and the compiled loops that follow them."""
