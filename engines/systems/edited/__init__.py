"""Systems whose equations were typed over those of a file, or over nothing."""
