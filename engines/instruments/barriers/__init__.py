"""What does not let momentum diffuse across it."""
