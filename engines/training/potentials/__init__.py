"""How potentials and straight directions are trained to be told apart by what they do to pictures."""
