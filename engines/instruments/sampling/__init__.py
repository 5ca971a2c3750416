"""A sampler looked at: its cost, its law, its bound, and the map it stands for."""

TITLE = "Sampler"
