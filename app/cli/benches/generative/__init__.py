"""Benchmarks of flows from noise to data."""
