"""What noise becomes when it becomes pictures."""
