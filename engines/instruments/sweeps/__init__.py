"""What changes along one parameter, or over the plane of two."""

TITLE = "Parameter sweeps"
