"""Data files of Separatrix: assets."""
