"""Optimal transport from a density to points: heights, cells and the map between them."""
