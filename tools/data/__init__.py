"""The embedded geography rebuilt from pinned package archives: ``python -m tools.data.rebuild``."""
