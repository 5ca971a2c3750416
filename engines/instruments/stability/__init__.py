"""Where a flow rests, and how it leaves."""
