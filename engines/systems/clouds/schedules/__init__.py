"""Schedules that a hand draws, and points whose separation is told in two goes."""
