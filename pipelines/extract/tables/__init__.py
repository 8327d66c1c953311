"""From grids to identified tables, stitched over pages, to cells."""
