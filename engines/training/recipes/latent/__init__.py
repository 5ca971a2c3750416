"""Recipes of models whose states stand for pictures."""
