-- The headline figures of every disclosure, one place each: the table that comes first, a sentence where none does.
select
    disclosure_key,
    document_key,
    sha256,
    subject,
    scope,
    phase,
    source_kind,
    table_id,
    precedence,
    amount_yuan,
    step_yuan,
    printed,
    unit_printed,
    page,
    table_seq,
    row_no,
    col_no,
    char_start,
    char_end,
    is_quarantined
from {{ ref('core_headline_candidate') }}
qualify row_number() over (
    partition by disclosure_key, subject, scope, phase
    order by precedence, document_key, page, char_start, amount_yuan
) = 1
