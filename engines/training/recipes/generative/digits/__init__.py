"""Recipes of models of small handwritten digits."""
