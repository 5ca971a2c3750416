"""One jump of optimal transport instead of most of a sampler, and what is left to be done after it."""
