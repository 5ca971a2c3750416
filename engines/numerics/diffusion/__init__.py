"""Paths of noise to data, and everything that follows from them for whoever knows one field."""
