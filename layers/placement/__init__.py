"""A placement: a named, dated, sourced line in sections; its file, its schema, its sources.

What a line means on the ground does not live here: that is a plan.
"""
