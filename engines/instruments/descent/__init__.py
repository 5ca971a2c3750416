"""Methods that walk down a landscape: where they go, how fast, and what they lose on the way."""
