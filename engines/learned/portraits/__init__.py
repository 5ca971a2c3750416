"""Networks that tell curves ahead, one for each curve, all of them at once."""
