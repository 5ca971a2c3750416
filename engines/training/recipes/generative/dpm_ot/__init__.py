"""Recipes of jumps of optimal transport."""
