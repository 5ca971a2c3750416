"""What is open: parameters and their history, the engine at work, files that bring it back."""
