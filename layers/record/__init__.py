"""What a file says of itself: from what it was made, what it prints, and how to measure it again.

The bytes of a sealed file do not live here; they are in `ceaseline.maps.seal`.
"""
