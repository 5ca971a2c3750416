"""Learned landscapes over codes, along whose slopes codes travel."""
