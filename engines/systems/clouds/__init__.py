"""Clouds of data of which everything is known, and their flows from noise."""
