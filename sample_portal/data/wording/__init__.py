"""The wording of the text, one file for each style."""
