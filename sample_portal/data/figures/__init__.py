"""Figures of published accounts, one file each."""
