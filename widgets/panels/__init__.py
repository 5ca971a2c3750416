"""What stands in the docks and along the edges of the window."""
