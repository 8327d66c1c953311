{{ config(materialized="view") }}
-- Findings that say more than that two numbers agree, numbered within their document by rule and place. Agreements
-- are nine of ten findings; they are counted (agg_document_rule), and whole in the Parquet batches.
select
    document_key,
    row_number() over (
        partition by document_key
        order by rule, places[1].page, places[1].table_seq, places[1].row_no, places[1].col_no,
            places[1].char_start, message_en, message_zh, cast(places as varchar), cast(quotes as varchar),
            verdict, reason, severity, expected, found, difference, tolerance
    ) as finding_no,
    sha256,
    rule,
    severity,
    verdict,
    reason,
    message_zh,
    message_en,
    quotes,
    places,
    expected,
    found,
    difference,
    tolerance
from {{ ref('stg_finding') }}
where verdict <> 'pass'
