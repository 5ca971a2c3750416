"""Benchmarks of what a hand does in the real window."""
