-- Which department a unit belongs to, as far as documents say so: a consolidated disclosure that lists the unit in a
-- table by unit, a unit's disclosure that is filed under another department's list, or the district's file.
with listed as (
    select distinct
        document.region_code,
        coalesce(
            alias.department_key,
            {{ department_name_key("cell.entity", "district.name", "district.province", "district.city") }}
        ) as unit_key,
        document.department_key as parent_key,
        'listed_in_consolidated' as evidence
    from {{ ref('core_document') }} as document
    inner join {{ ref('stg_crawl_district') }} as district on document.region_code = district.district_code
    inner join {{ ref('stg_cell') }} as cell on document.document_key = cell.document_key
    left join {{ ref('core_department_alias') }} as alias
        on document.region_code = alias.region_code
        and {{ department_name_key("cell.entity", "district.name", "district.province", "district.city") }}
            = alias.alias_key
        and alias.alias_status = 'applied'
    where document.disclosure_level = 'consolidated' and cell.entity is not null
),

filed as (
    select distinct
        region_code,
        department_key as unit_key,
        hint_key as parent_key,
        'filed_under_parent' as evidence
    from {{ ref('core_document') }}
    where disclosure_level = 'unit'
),

in_district_file as (
    select distinct
        listed.district_code as region_code,
        {{ department_name_key("listed.department_name", "district.name", "district.province", "district.city") }}
            as unit_key,
        {{ department_name_key("listed.parent_name", "district.name", "district.province", "district.city") }}
            as parent_key,
        'district_file' as evidence
    from {{ ref('stg_crawl_department') }} as listed
    inner join {{ ref('stg_crawl_district') }} as district on listed.district_code = district.district_code
    where listed.parent_name is not null
),

every_link as (
    select region_code, unit_key, parent_key, evidence from in_district_file
    union all
    select region_code, unit_key, parent_key, evidence from listed
    union all
    select region_code, unit_key, parent_key, evidence from filed
)

select
    link.region_code,
    coalesce(unit.department_id, {{ department_id("link.region_code", "link.unit_key") }}) as department_id,
    coalesce(parent.department_id, {{ department_id("link.region_code", "link.parent_key") }}) as parent_department_id,
    min(link.evidence) as evidence
from every_link as link
left join {{ ref('core_department_identity') }} as unit
    on link.region_code = unit.region_code and link.unit_key = unit.department_key
left join {{ ref('core_department_identity') }} as parent
    on link.region_code = parent.region_code and link.parent_key = parent.department_key
where link.unit_key is not null and link.parent_key is not null and link.unit_key <> link.parent_key
group by link.region_code, link.unit_key, link.parent_key, unit.department_id, parent.department_id
