"""What draws one kind of layer each."""
