"""What can be done to small pictures."""
