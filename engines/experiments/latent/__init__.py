"""Experiments in latent spaces."""
