"""What benchmarks share: a line of the table, clocks, named peers, the window they live in."""
