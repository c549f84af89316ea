"""Files that carry their manifest, and the recipe by which they are drawn again.

What a manifest holds is decided in `ceaseline.layers.record`; reading a sealed file again is in
`ceaseline.maps.verify`.
"""
