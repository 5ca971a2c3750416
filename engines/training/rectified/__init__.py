"""Training on pairs, and again on the pairs the last training made."""
