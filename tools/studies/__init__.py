"""What rebuilds the studies of Korea and Cyprus that come with the tool."""
