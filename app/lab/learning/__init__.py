"""Training what is open, and what becomes of it."""
