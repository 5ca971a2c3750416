"""What stands round the data: header, equations, axes, colour bar, bars of trouble."""
