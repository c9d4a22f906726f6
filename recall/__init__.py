"""Call and recall: campaigns, invitations, attempts, and their delivery."""
