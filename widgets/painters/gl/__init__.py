"""The few things of OpenGL that painters need, at the level every machine has."""
