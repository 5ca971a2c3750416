"""Closed orbits: located, timed, and asked what they do to their neighbours."""
