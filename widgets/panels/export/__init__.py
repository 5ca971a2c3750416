"""Asking what to export, and how."""
