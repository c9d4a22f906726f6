"""The press: a process of its own in which PDFs are laid out, with no network, few files and a limit to everything.

`layout` knows WeasyPrint, `confined` takes away what laying out does not need, `__main__` is the process, and `process`
is how the rest of the site starts it and talks to it. Only `ui.pdf` uses it. Many letters of one kind are laid out once
and filled in: `compiled` finds their places, `shaping` writes a line of type, `assembly` binds them into a file, and
`printing` decides which are filled in and which are laid out by themselves.
"""
