"""The Qt widgets that hold a picture, one kind for each way in which it comes to be drawn."""
