"""The editor of `ceaseline draw`: a local server, and the page that a line is drawn on."""
