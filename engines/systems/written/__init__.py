"""Equations as people type or paste them, read into formulas."""
