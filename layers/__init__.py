"""The proposal as editable layers: placements, plans, edits, measures, provisions, comparison."""
