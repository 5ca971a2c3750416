"""Stiff equations: states moved by an implicit method."""
