"""Pairs of points of two clouds, and the flows that pairs and mixtures give without training."""
