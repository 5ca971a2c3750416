"""Compiled loops that step a batch of states, and how much of one is done at a time."""
