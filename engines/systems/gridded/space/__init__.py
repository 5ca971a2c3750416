"""Velocities with three components on a grid of space."""
