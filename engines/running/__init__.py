"""How work is asked for, withdrawn, handed over and cut into slices."""
