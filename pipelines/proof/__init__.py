"""Seeing is believing: what was read beside the page it was read from, for people.

`report` sets one document as one offline HTML file; `pictures` draws single pages with boxes. Pure, like `extract`:
bytes and records in, text or image bytes out. Nothing is read or judged here that the records do not say, and
`parser_version` does not cover this room.
"""
