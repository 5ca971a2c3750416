"""Where paths cross a plane, or are at moments that repeat."""
