"""Evidence for latent models."""
