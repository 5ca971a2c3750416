"""What motion a schedule from noise to data costs."""

TITLE = "Energy"
