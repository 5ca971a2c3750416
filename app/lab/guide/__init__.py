"""What leads through the lab."""
