"""Downloader guards: what may be asked, of whom, how fast, how much. One guard per file."""
