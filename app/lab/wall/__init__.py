"""The wall on which every system moves."""
