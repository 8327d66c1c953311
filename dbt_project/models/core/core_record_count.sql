-- How many records of each kind a parse gave.
with tables as (
    select document_key, count(*) as tables
    from {{ ref('stg_printed_table') }}
    where table_id is not null
    group by document_key
),

cells as (
    select document_key, count(*) as cells from {{ ref('stg_cell') }} group by document_key
),

claims as (
    select document_key, count(*) as claims from {{ ref('stg_claim') }} group by document_key
),

issues as (
    select document_key, count(*) as issues from {{ ref('stg_issue') }} group by document_key
),

findings as (
    select
        document_key,
        count(*) filter (where verdict = 'fail' and severity in ('fatal', 'error')) as failed_findings,
        count(*) filter (where verdict = 'fail' and severity = 'fatal') as fatal_findings
    from {{ ref('stg_finding') }}
    group by document_key
)

select
    document.document_key,
    coalesce(tables.tables, 0) as tables,
    coalesce(cells.cells, 0) as cells,
    coalesce(claims.claims, 0) as claims,
    coalesce(issues.issues, 0) as issues,
    coalesce(findings.failed_findings, 0) as failed_findings,
    coalesce(findings.fatal_findings, 0) as fatal_findings
from {{ ref('stg_document') }} as document
left join tables on document.document_key = tables.document_key
left join cells on document.document_key = cells.document_key
left join claims on document.document_key = claims.document_key
left join issues on document.document_key = issues.document_key
left join findings on document.document_key = findings.document_key
