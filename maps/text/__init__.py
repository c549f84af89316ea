"""What the tool says, in every language it speaks: catalogues of messages and their gathering.

Sentences are made where something is known, as `ceaseline.geo.said`; here they are only looked up.
Words of one page, one table or one command do not live here, they stand where they are used.
"""
