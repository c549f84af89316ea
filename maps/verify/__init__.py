"""A file measured again from what it holds, drawn again, and compared with itself.

Writing files does not live here.
"""
