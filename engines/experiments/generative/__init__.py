"""Experiments with flows that carry noise to data."""
