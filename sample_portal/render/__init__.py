"""Disclosures as files: PDF, HTML, XLSX, DOCX and TXT. The same disclosure gives the same bytes every time."""
