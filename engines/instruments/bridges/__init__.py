"""What a bridge between two clouds is made of, and what its noise is good for."""

TITLE = "Bridge"
