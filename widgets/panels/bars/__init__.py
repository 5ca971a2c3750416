"""Bars that run across the window: what holds, what runs, what just happened."""
