"""One module per group of commands; each turns options into calls of the other rooms and prints what they return."""
