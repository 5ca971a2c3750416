"""Stochastic equations: states shaken by a noise that is the same whenever it is asked for."""
