-- Every stored version of every crawled document with what its parse says about it.
with version as (
    select
        crawled.document_id,
        stored.version_no,
        stored.version_no = crawled.current_version_no as is_current,
        stored.document_key,
        stored.sha256,
        crawled.district_code as region_code,
        crawled.disclosure_id,
        crawled.role,
        coalesce(stored.final_url, crawled.url) as url,
        crawled.link_title,
        crawled.published_on,
        crawled.first_seen_at,
        crawled.department_hint,
        crawled.fiscal_year_hint,
        crawled.level_hint,
        crawled.state as crawl_state,
        crawled.state_reason as crawl_state_reason,
        stored.file_name,
        stored.byte_size,
        stored.media_type,
        stored.fetched_at,
        stored.parent_sha256,
        stored.handed_in_by
    from {{ ref('stg_crawl_version') }} as stored
    inner join {{ ref('stg_crawl_document') }} as crawled on stored.document_id = crawled.document_id
)

select
    version.document_id,
    version.version_no,
    version.is_current,
    version.document_key,
    version.sha256,
    version.region_code,
    version.disclosure_id,
    version.role,
    version.url,
    version.link_title,
    version.published_on,
    version.first_seen_at,
    version.department_hint,
    version.fiscal_year_hint,
    version.level_hint,
    version.crawl_state,
    version.crawl_state_reason,
    version.file_name,
    version.byte_size,
    coalesce(parsed.media_type, version.media_type) as media_type,
    version.fetched_at,
    version.parent_sha256,
    version.handed_in_by,
    parsed.title,
    parsed.department,
    parsed.fiscal_year,
    parsed.document_kind,
    parsed.disclosure_level,
    coalesce(parsed.status, 'unparsed') as status,
    parsed.status_reason,
    parsed.pages,
    parsed.parser_version,
    -- One content under several URLs of a district counts once: where it was seen first.
    row_number() over (
        partition by version.region_code, version.sha256, version.is_current
        order by version.first_seen_at, version.document_id
    ) as sighting_no,
    first_value(version.document_id) over (
        partition by version.region_code, version.sha256, version.is_current
        order by version.first_seen_at, version.document_id
    ) as first_document_id
from version
left join {{ ref('stg_document') }} as parsed on version.document_key = parsed.document_key
