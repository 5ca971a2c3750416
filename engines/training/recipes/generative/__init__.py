"""Recipes of flows that carry noise to data."""
