"""One drawer per kind of layer: what a painter is on screen, a drawer is on paper."""
