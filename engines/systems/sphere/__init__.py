"""Flows on the surface of a sphere."""
