"""Planes through noise, and walks in them."""
