"""A small picture of one's own."""
