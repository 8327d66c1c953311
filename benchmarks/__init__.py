"""Scripts that measure: speed, coverage and exactness. Anyone can run them; nothing here is a test."""
