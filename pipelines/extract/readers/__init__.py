"""One reader per kind of file: bytes in, `Content` out."""
