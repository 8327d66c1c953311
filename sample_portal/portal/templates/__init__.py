"""The pages of the sites, as Jinja templates: one list and one detail page a family."""
