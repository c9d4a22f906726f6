"""How fast we are, beside what could be reached, measured in the same run: one module a case, and the table."""
