"""How a page is made: form view, component tags, charts, PDF, input boundary; beneath every app, knowing none."""
