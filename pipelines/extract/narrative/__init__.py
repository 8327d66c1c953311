"""From the text of the pages to claims.

`passages` joins lines into paragraphs, `chapters` knows where in the disclosure one stands, `lexer` turns a sentence
into tokens, `clauses` turns tokens into drafts of claims, `oddities` names what looks wrong. The wording is data:
lexicon/narrative.yml.
"""

from pipelines.extract.narrative.claims import ClaimResult, read_claims

__all__ = ["ClaimResult", "read_claims"]
