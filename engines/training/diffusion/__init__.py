"""What recipes of denoisers and flow maps share."""
