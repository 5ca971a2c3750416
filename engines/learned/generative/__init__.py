"""Flows that carry noise to data."""
