"""The press: a process of its own in which PDFs are laid out, with no network, few files and a limit to everything.

`layout` knows WeasyPrint, `confined` takes away what laying out does not need, `__main__` is the process, and `process`
is how the rest of the site starts it and talks to it. Only `ui.pdf` uses it.
"""
