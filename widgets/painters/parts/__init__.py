"""What several painters are made of: rasters in colour, strokes, marks, swarms, the pace of work."""
