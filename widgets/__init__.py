"""Separatrix: widgets."""
