"""Evidence for what is said about transport."""
