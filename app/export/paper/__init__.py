"""How a page is laid out: sizes, letters, frames, bars and captions."""
