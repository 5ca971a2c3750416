"""Small handwritten digits: who reads them, and who makes the one that is wished for."""
