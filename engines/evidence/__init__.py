"""The checks by which methods prove themselves."""
