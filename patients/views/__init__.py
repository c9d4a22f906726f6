"""Pages of this app: finding people, one person's particulars, registers, and questions."""
