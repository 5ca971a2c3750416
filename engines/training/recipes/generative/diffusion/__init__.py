"""Recipes of denoisers."""
