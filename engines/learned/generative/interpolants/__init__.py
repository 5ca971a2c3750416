"""Bridges whose drift and score networks have learned."""
