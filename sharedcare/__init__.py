"""The site put together: settings, addresses, worker, pages that show nearly everything, the demo locality."""
