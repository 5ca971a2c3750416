"""A measured flow with the dye it carries, seen from a frame that stands or moves."""
