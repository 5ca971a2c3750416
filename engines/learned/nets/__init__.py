"""Parts that networks are made of."""
