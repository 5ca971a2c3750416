"""Flows with no learned part, and the worlds they live in."""
