"""How cleanly codes, and walks through them, separate what a picture shows."""
