"""What is carried where, and the walls in between."""
