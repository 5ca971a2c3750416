"""Measurements that work on any flow with the capabilities they need."""
