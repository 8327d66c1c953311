"""The accounting rules over the records of one document. No database, no reading."""
