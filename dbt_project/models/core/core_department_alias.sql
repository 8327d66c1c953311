-- Names of departments that stand for another name of the same department, and whether the two are one identity here.
-- A district's file comes before the list of this project, that before the general pattern of a reform. A pattern
-- holds only where the old name ends before the new one begins and no other department became the same new one. Two
-- names under which a district publishes two accounts of one level for one year are never one department.
with recursive account as (
    select distinct
        region_code,
        coalesce(own_key, hint_key) as name_key,
        coalesce(fiscal_year, fiscal_year_hint) as fiscal_year,
        coalesce(disclosure_level, 'single') as disclosure_level,
        disclosure_id
    from {{ ref('core_named_document') }}
    where document_kind = 'final_account' and coalesce(own_key, hint_key) is not null
),

listed as (
    select
        listed.district_code as region_code,
        {{ department_name_key("listed.printed_name", "district.name", "district.province", "district.city") }}
            as alias_key,
        {{ department_name_key("listed.department_name", "district.name", "district.province", "district.city") }}
            as department_key,
        cast(null as bigint) as since_year,
        'district_file' as basis,
        1 as precedence,
        'listed' as kind,
        '区县配置 / district file' as evidence
    from {{ ref('stg_crawl_department') }} as listed
    inner join {{ ref('stg_crawl_district') }} as district on listed.district_code = district.district_code
    union all
    select
        region_code,
        alias_name as alias_key,
        department_name as department_key,
        try_cast(since_year as bigint) as since_year,
        'alias_list' as basis,
        2 as precedence,
        'listed' as kind,
        evidence
    from {{ ref('department_aliases') }}
    union all
    select
        old_name.region_code,
        reform.old_name as alias_key,
        reform.new_name as department_key,
        try_cast(reform.since_year as bigint) as since_year,
        'reform_pattern' as basis,
        3 as precedence,
        reform.kind,
        reform.evidence
    from {{ ref('department_reforms') }} as reform
    inner join {{ ref('core_observed_name') }} as old_name on reform.old_name = old_name.name_key
    inner join {{ ref('core_observed_name') }} as new_name
        on reform.new_name = new_name.name_key and old_name.region_code = new_name.region_code
),

candidate as (
    select region_code, alias_key, department_key, since_year, basis, kind, evidence
    from listed
    where alias_key is not null and department_key is not null and alias_key <> department_key
    qualify row_number() over (
        partition by region_code, alias_key order by precedence, department_key
    ) = 1
),

weighed as (
    select
        candidate.region_code,
        candidate.alias_key,
        candidate.department_key,
        candidate.since_year,
        candidate.basis,
        candidate.evidence,
        case
            when candidate.basis <> 'reform_pattern' then null
            when candidate.kind = 'absorbed' then 'absorbed'
            when old_name.last_fiscal_year >= new_name.first_fiscal_year then 'years_overlap'
            when old_name.last_fiscal_year is null or new_name.first_fiscal_year is null then 'years_unknown'
            when new_name.first_fiscal_year < candidate.since_year then 'too_early'
            when count(*) over (partition by candidate.region_code, candidate.department_key) > 1
                then 'several_predecessors'
        end as refused_reason
    from candidate
    left join {{ ref('core_observed_name') }} as old_name
        on candidate.region_code = old_name.region_code and candidate.alias_key = old_name.name_key
    left join {{ ref('core_observed_name') }} as new_name
        on candidate.region_code = new_name.region_code and candidate.department_key = new_name.name_key
),

step as (
    select region_code, alias_key, department_key as target_key, 1 as depth
    from weighed
    where refused_reason is null
    union all
    select step.region_code, step.alias_key, weighed.department_key as target_key, step.depth + 1 as depth
    from step
    inner join weighed on step.region_code = weighed.region_code and step.target_key = weighed.alias_key
    where weighed.refused_reason is null and step.depth < 5 and weighed.department_key <> step.alias_key
),

resolved as (
    select region_code, alias_key, arg_max(target_key, depth) as target_key
    from step
    group by region_code, alias_key
),

member as (
    select region_code, alias_key as name_key, target_key from resolved
    union
    select region_code, target_key as name_key, target_key from resolved
),

clash as (
    select distinct mine.region_code, member.name_key, member.target_key
    from member
    inner join account as mine on member.region_code = mine.region_code and member.name_key = mine.name_key
    inner join member as sibling
        on member.region_code = sibling.region_code
        and member.target_key = sibling.target_key
        and member.name_key <> sibling.name_key
    inner join account as theirs
        on sibling.region_code = theirs.region_code
        and sibling.name_key = theirs.name_key
        and mine.fiscal_year = theirs.fiscal_year
        and mine.disclosure_level = theirs.disclosure_level
        and mine.disclosure_id <> theirs.disclosure_id
)

select
    weighed.region_code,
    weighed.alias_key,
    coalesce(resolved.target_key, weighed.department_key) as department_key,
    weighed.since_year,
    weighed.basis,
    weighed.evidence,
    case when clash.name_key is not null then 'both_publish' else coalesce(weighed.refused_reason, 'applied') end
        as alias_status
from weighed
left join resolved on weighed.region_code = resolved.region_code and weighed.alias_key = resolved.alias_key
left join clash
    on resolved.region_code = clash.region_code
    and resolved.alias_key = clash.name_key
    and resolved.target_key = clash.target_key
