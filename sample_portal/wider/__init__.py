"""The wider set of tables: T10-T15, wider forms of the common nine, and tables that are none of T01-T15."""
