"""What is asked about a file of measured fields."""
