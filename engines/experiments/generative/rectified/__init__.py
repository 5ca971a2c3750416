"""What the rectified flow is shown with."""
