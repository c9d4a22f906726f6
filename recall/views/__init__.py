"""The pages of call and recall."""
