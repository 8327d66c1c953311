select
    document_key,
    sha256,
    spans,
    sentence,
    entity,
    fiscal_year,
    subject,
    subject_path,
    scope,
    phase,
    amount_yuan,
    quantities,
    comparisons,
    shares,
    completions,
    printed
from {{ source('raw', 'claim') }}
