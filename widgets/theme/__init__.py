"""One look: tokens, colour tables, type, icons, and how Qt is told about them."""
