"""Where dyed fluid ends: clusters of a scalar, the edges between them, and what happens near them."""
