"""Frozen records that can be drawn. They cross threads, so nothing in them can change."""
