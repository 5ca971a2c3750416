"""Flows that were measured or simulated on a grid and are read from a file."""
