"""The asset graph: one module per step of the night, in the order of docs/architecture.md."""
