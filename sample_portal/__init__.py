"""Generated disclosures with their truth, and the portal that serves them: for the demo, tests and benchmarks."""
