"""Recipes of maps to the end of a path."""
