"""Pages about shared care: who answers for what, moves of an episode, and the lists of gaps."""
