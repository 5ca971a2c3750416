"""Small displacements, carried by a sampler's own steps."""
