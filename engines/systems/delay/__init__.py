"""Delay equations: states that remember, moved by the method of steps."""
