"""From the text of the pages to claims."""
