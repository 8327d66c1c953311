{{ config(materialized="view") }}
-- How many comparisons a rule made in a document, by verdict.
select
    document_key,
    min(sha256) as sha256,
    rule,
    severity,
    verdict,
    count(*) as comparisons
from {{ ref('stg_finding') }}
group by document_key, rule, severity, verdict
