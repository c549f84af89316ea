"""A plan handed on to other programs and read back: what each layer holds, one module a format.

What a page, a figure or a report shows does not live here.
"""
