"""How models are trained; never imported by what runs."""
