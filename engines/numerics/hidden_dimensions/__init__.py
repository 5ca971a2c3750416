"""Flows whose noise is that of charges with hidden dimensions."""
