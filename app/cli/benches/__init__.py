"""Benchmarks: one module per budget, each with a function `measure`."""
