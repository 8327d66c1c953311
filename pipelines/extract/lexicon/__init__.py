"""Facts about wording, as data: table titles, column heads, units, issue codes. No code."""
