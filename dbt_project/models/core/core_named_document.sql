-- The documents that may carry facts: the current version of each, one content once, with the department's name as a
-- key, as the document prints it and as the list that links it says.
select
    version.document_id,
    version.document_key,
    version.sha256,
    version.region_code,
    version.disclosure_id,
    version.role,
    version.published_on,
    version.first_seen_at,
    version.status,
    version.document_kind,
    -- What stands in a list of units' accounts and does not sum up others is the account of a unit.
    case
        when version.level_hint = 'unit' and coalesce(version.disclosure_level, 'single') = 'single' then 'unit'
        else version.disclosure_level
    end as disclosure_level,
    version.fiscal_year,
    version.fiscal_year_hint,
    version.department,
    {{ department_name_key("version.department", "district.name", "district.province", "district.city") }}
        as own_key,
    {{ department_name_key("version.department_hint", "district.name", "district.province", "district.city") }}
        as hint_key
from {{ ref('core_document_version') }} as version
inner join {{ ref('stg_crawl_district') }} as district on version.region_code = district.district_code
where version.is_current and version.sighting_no = 1
