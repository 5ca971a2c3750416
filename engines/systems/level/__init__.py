"""Flows on a surface of equal energy, or of another quantity that they keep."""
