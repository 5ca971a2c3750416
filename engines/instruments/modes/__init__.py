"""What repeats in time: the spectrum of a coordinate, and when a path comes back."""

TITLE = "Rhythm and return"
