"""What can be chosen of one method under one set of sliders: formulae, networks, points."""
