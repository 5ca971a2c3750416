"""Which nodes of a picture are worth the work."""
