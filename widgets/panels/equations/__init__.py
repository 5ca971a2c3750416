"""The parts of the equations panel: the text, its typeset twin, what is wrong with it."""
