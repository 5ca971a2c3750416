"""Equations as data: text, tree, derivative, and the same tree printed for each machine."""
