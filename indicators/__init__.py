"""What is counted: measures in clinical words, the facts they are read off, and what may be published of them."""
