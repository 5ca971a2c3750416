"""Mathematics without a subject: elementary functions, tableaus, integrators."""
