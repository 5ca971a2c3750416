"""Rests and cycles followed through a parameter, and where they change their nature."""

TITLE = "Continuation"
