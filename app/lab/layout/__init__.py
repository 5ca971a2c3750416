"""Where the parts of the window lie, and what they tell while something runs."""
