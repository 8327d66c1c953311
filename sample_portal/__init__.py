"""The generator of sample disclosures and the portal that serves them (demo, tests, benchmarks)."""
