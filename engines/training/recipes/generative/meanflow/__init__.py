"""Recipes of mean velocities."""
