"""What a flow carries where, and the walls it does not carry anything across."""
