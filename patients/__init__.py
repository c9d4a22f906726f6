"""Who the person is: identity, register and import, contact preferences, the organisations linked to them."""
