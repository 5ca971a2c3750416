"""What is claimed of drawn figures."""
