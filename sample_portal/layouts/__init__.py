"""Layouts drawn from a number: how a disclosure's tables are ruled, set, turned, torn and furnished in a PDF."""
