"""From TeX to outlines: glyphs, numbers, whole lines."""
