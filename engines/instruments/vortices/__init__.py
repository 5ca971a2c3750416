"""What turns together: spin along paths, and the edges of vortices."""
