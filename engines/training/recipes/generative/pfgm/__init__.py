"""Recipes of denoisers under noise with hidden dimensions."""
