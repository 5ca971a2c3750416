"""Recipes of bridges between two clouds."""
