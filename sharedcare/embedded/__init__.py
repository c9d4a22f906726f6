"""Starting and stopping everything SharedCare needs on one machine, with the standard library alone."""
