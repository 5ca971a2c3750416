"""Networks that make, change and read drawn figures of 28 by 28 pixels."""
