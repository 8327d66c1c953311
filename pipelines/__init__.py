"""What runs when (Dagster); below it two pure packages: extract/ (bytes to records), rules/ (records to findings)."""
