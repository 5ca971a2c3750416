"""Lines in a plane that may go round, or be a sphere: points of ridges strung together."""
