"""Learning the drift and the score of a bridge from pairs of draws."""
