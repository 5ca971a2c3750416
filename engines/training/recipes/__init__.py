"""One recipe per model, named as in engines/learned."""
