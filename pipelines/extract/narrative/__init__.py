"""From the text of the pages to claims.

`passages` joins lines into paragraphs, `chapters` knows where in the disclosure one stands, `lexer` turns a sentence
into tokens (`paths`: the names of functional classes), `clauses` turns tokens into drafts of claims, `settling` says
whose a change is where grammar leaves two, `oddities` names what looks wrong. Chapters about performance have readers
of their own (`projects`, `evaluations`), and so have the counts that tables print (`tallies`). The wording is data:
lexicon/narrative.yml.
"""

from pipelines.extract.narrative.claims import ClaimResult, read_claims

__all__ = ["ClaimResult", "read_claims"]
