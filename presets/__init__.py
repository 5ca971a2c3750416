"""Data files of Separatrix: presets."""
