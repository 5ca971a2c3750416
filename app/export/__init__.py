"""Figures, movies and tables: everything that leaves the program as a file."""
