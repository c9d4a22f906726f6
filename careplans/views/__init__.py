"""Pages about plans: the list of reviews, one plan, its goals, its reviews."""
