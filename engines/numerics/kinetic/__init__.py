"""The kinetic energy of schedules, and the schedule that has the least of it."""
