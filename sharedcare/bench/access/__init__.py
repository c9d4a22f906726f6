"""100,000 bad inputs to every form and query of the site, and not one server error.

`ground` is what is broken in, `survey` reads pages and forms off the site itself, `values` and `files` are what is
sent, `recipes` make one bad input of them, `visitor` sends it and judges the answer, `part` does a share of the inputs
in a process of its own, and `run` starts the processes and adds up.
"""
