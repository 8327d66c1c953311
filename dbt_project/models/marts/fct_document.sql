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
    version.parent_sha256,
    version.handed_in_by,
    version.crawl_state,
    version.status as parse_status,
    version.status_reason as parse_status_reason,
    version.pages,
    coalesce(counted.tables, 0) as tables,
    coalesce(counted.cells, 0) as cells,
    coalesce(counted.claims, 0) as claims,
    coalesce(counted.issues, 0) as issues,
    coalesce(counted.failed_findings, 0) as failed_findings,
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
    on case when version.is_current then version.document_id end = document.document_id
left join {{ ref('core_disclosure') }} as disclosure on document.disclosure_key = disclosure.disclosure_key
left join {{ ref('core_record_count') }} as counted on version.document_key = counted.document_key
