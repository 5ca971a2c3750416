"""Evidence of flows from noise to small digits."""
