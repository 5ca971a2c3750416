"""One research method each, made visible."""
