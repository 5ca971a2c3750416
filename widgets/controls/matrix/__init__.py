"""Parameters that are numbers of one table."""
