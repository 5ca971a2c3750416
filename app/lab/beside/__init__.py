"""A portrait that is kept beside the one that is changed."""
