"""What a portrait is drawn with: paths, tracers, arrows, nullclines, orbits."""
