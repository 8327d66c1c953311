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
        count(*) filter (where verdict = 'fail' and severity in ('fatal', 'error')) as failed_findings
    from {{ ref('stg_finding') }}
    group by document_key
)

select
    version.document_id,
    version.version_no,
    version.is_current,
    version.document_key,
    version.sha256 as document_sha256,
    version.region_code,
    coalesce(document.fiscal_year, version.fiscal_year) as fiscal_year,
    document.department_id,
    version.department as department_printed,
    coalesce(document.document_kind, version.document_kind) as document_kind,
    coalesce(disclosure.disclosure_level, version.disclosure_level) as disclosure_level,
    version.disclosure_id,
    document.disclosure_key,
    version.role,
    version.url,
    version.title,
    version.link_title,
    version.published_on,
    version.file_name,
    version.media_type,
    version.byte_size,
    version.fetched_at,
    version.handed_in_by,
    version.crawl_state,
    version.status as parse_status,
    version.status_reason as parse_status_reason,
    version.pages,
    coalesce(tables.tables, 0) as tables,
    coalesce(cells.cells, 0) as cells,
    coalesce(claims.claims, 0) as claims,
    coalesce(issues.issues, 0) as issues,
    coalesce(findings.failed_findings, 0) as failed_findings,
    coalesce(disclosure.is_counted, false) and document.document_kind = 'final_account' as is_counted,
    case
        when not version.is_current then 'older_version'
        when version.sighting_no > 1 then 'same_content_elsewhere'
        when document.document_kind is distinct from 'final_account' then 'not_a_final_account'
        else disclosure.counted_reason
    end as counted_reason,
    case when version.sighting_no > 1 then version.first_document_id end as same_content_document_id
from {{ ref('core_document_version') }} as version
left join {{ ref('core_document') }} as document
    on version.document_id = document.document_id and version.is_current
left join {{ ref('core_disclosure') }} as disclosure on document.disclosure_key = disclosure.disclosure_key
left join tables on version.document_key = tables.document_key
left join cells on version.document_key = cells.document_key
left join claims on version.document_key = claims.document_key
left join issues on version.document_key = issues.document_key
left join findings on version.document_key = findings.document_key
order by version.region_code, fiscal_year
