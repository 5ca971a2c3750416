"""Evidence for flows that carry noise to data."""
