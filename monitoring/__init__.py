"""The monitoring group: who sits on it, its meetings, what they saw, decided and asked for, and the documents of it."""
