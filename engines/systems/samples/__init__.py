"""Random samples of which everything is known: clouds of Gaussians, drawn sprites."""
