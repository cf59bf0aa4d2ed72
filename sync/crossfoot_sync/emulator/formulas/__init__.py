"""A small calculator: what simple formulas give. What it cannot calculate it says, in the cell."""
