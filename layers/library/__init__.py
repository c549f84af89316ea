"""The placements, facts and proposal that come with the tool: data only."""
