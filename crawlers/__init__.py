"""Finds and fetches disclosures. Knows sites, knows nothing about tables."""
