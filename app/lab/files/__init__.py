"""Files that come from outside the lab."""
