"""What the flow along field lines of charges is shown with."""
