"""Where a flow rests, how it leaves, and how fast neighbours part."""
