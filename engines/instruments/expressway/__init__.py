"""A jump of optimal transport looked at: its cells, their masses, and what ends between modes."""

TITLE = "Transport map"
