"""Clouds that a jump of optimal transport leads to."""
