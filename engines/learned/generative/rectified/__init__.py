"""Velocities that were trained on pairs, again on the pairs they made, and once more."""
