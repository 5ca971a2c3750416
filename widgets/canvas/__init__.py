"""Surfaces that painters draw on: the plane and space."""
