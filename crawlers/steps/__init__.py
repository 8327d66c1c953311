"""Item steps: what happens to bytes that arrived, one step per file."""
