"""What rebuilds the embedded data; not part of the installed package."""
