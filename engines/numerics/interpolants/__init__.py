"""Stochastic interpolants: bridges between any two densities, with or without noise."""
