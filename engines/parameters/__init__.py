"""What a slider may hold: declared once, checked everywhere."""
