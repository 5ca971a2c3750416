"""Landscapes, the momentum methods that walk down them, and their flows."""
