"""Long journeys put together from short ones."""

TITLE = "Transport"
