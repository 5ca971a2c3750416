"""Recipes of rectified flows: rounds in the plane, digits and transfer."""
