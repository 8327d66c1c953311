"""Bytes and their context in, records out. Pure: imports neither Scrapy, Dagster nor DuckDB."""
