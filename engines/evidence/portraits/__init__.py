"""Why the portraits may be believed."""
