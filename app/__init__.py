"""Separatrix: app."""
