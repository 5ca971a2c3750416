"""Lists of sentences that hold or fail."""
