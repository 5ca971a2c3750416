"""Phase portraits of planar flows, flows in space, and maps."""
