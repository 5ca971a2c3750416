"""Networks of drawn figures."""
