"""One module a verb: how an edit's words are settled, and the pure function that makes it.

A new verb is a module with a `Verb` and a row in the registry. History, undo and what every edit is
examined for live in the room above.
"""
