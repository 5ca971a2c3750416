"""Commands that go through the whole catalogue."""
