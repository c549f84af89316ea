"""The placements, facts and proposal that come with the tool, and the script that rebuilds them."""
