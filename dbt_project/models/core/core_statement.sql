{{ config(materialized="view") }}
-- Every claim, numbered within its document in the order of the text.
select
    document_key,
    row_number() over (
        partition by document_key
        order by spans[1].page, spans[1].char_start, subject, phase, fiscal_year, scope, entity, amount_yuan,
            cast(subject_path as varchar), sentence
    ) as claim_no,
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
from {{ ref('stg_claim') }}
