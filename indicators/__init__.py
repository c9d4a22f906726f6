"""What is counted: definitions, results, and what may be shown of them."""
