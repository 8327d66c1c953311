-- One row per disclosure: what one department published at one place for one year and level, with the decision
-- whether its figures count in sums, and why not.
with figures as (
    select
        disclosure_key,
        count(*) filter (where table_id in ('T01', 'T02', 'T03', 'T04', 'T05')) as main_tables,
        count(*) as tables
    from {{ ref('core_table_choice') }}
    where amounts > 0
    group by disclosure_key
),

narrative as (
    select disclosure_key, count(*) as claims
    from {{ ref('core_claim') }}
    group by disclosure_key
),

disclosure as (
    select
        document.disclosure_key,
        document.disclosure_id,
        document.region_code,
        document.department_id,
        any_value(document.department_key) as department_key,
        document.fiscal_year,
        document.disclosure_level,
        max(document.published_on) as published_on,
        max(document.first_seen_at) as first_seen_at,
        count(*) as documents,
        bool_or(document.document_kind = 'final_account') as is_final_account
    from {{ ref('core_document') }} as document
    group by
        document.disclosure_key, document.disclosure_id, document.region_code, document.department_id,
        document.fiscal_year, document.disclosure_level
),

weighed as (
    select
        disclosure.disclosure_key,
        disclosure.disclosure_id,
        disclosure.region_code,
        disclosure.department_id,
        disclosure.department_key,
        disclosure.fiscal_year,
        disclosure.disclosure_level,
        level.scope_name,
        level.precedence,
        disclosure.published_on,
        disclosure.first_seen_at,
        disclosure.documents,
        disclosure.is_final_account,
        coalesce(figures.tables, 0) as tables,
        coalesce(narrative.claims, 0) as claims,
        case
            when figures.main_tables > 0 then 3
            when figures.tables > 0 then 2
            when narrative.claims > 0 then 1
            else 0
        end as strength
    from disclosure
    inner join {{ ref('disclosure_levels') }} as level on disclosure.disclosure_level = level.disclosure_level
    left join figures on disclosure.disclosure_key = figures.disclosure_key
    left join narrative on disclosure.disclosure_key = narrative.disclosure_key
),

usable as (
    select
        disclosure_key,
        region_code,
        department_id,
        fiscal_year,
        disclosure_level,
        scope_name,
        precedence,
        count(*) over same_account as rivals,
        row_number() over (same_account order by strength desc, published_on desc nulls last, first_seen_at desc,
            disclosure_id) as rank_in_level
    from weighed
    where is_final_account and strength > 0 and department_id is not null and fiscal_year is not null
    window same_account as (partition by region_code, department_id, fiscal_year, disclosure_level)
),

whole_department as (
    select
        region_code,
        department_id,
        fiscal_year,
        min(precedence) as precedence
    from usable
    where scope_name = 'department' and rank_in_level = 1
    group by region_code, department_id, fiscal_year
),

consolidated_year as (
    select distinct region_code, fiscal_year
    from usable
    where disclosure_level = 'consolidated'
),

parent_year as (
    select distinct parent.region_code, parent.department_id, whole_department.fiscal_year
    from {{ ref('core_department_parent') }} as parent
    inner join whole_department
        on parent.region_code = whole_department.region_code
        and parent.parent_department_id = whole_department.department_id
    where whole_department.precedence = 1
),

known_parent as (
    select distinct region_code, department_id
    from {{ ref('core_department_parent') }}
),

decided as (
    select
        weighed.disclosure_key,
        case
            when not weighed.is_final_account then 'not_a_final_account'
            when weighed.department_id is null then 'department_unknown'
            when weighed.fiscal_year is null then 'fiscal_year_unknown'
            when weighed.strength = 0 then 'no_figures'
            when usable.rank_in_level > 1 then 'published_again'
            when parent_year.department_id is not null then 'part_of_parent'
            when weighed.scope_name = 'department' and weighed.precedence > whole_department.precedence
                then 'wider_level_exists'
            when weighed.scope_name = 'part' and whole_department.precedence is not null then 'part_of_consolidated'
            when
                weighed.disclosure_level = 'unit' and known_parent.department_id is null
                and consolidated_year.fiscal_year is not null
                then 'parent_unknown'
        end as uncounted_reason,
        case when usable.rivals > 1 then 'latest_published' else 'only_one' end as chosen_reason
    from weighed
    left join usable on weighed.disclosure_key = usable.disclosure_key
    left join whole_department
        on weighed.region_code = whole_department.region_code
        and weighed.department_id = whole_department.department_id
        and weighed.fiscal_year = whole_department.fiscal_year
    left join parent_year
        on weighed.region_code = parent_year.region_code
        and weighed.department_id = parent_year.department_id
        and weighed.fiscal_year = parent_year.fiscal_year
    left join known_parent
        on weighed.region_code = known_parent.region_code and weighed.department_id = known_parent.department_id
    left join consolidated_year
        on weighed.region_code = consolidated_year.region_code
        and weighed.fiscal_year = consolidated_year.fiscal_year
)

select
    weighed.disclosure_key,
    weighed.disclosure_id,
    weighed.region_code,
    weighed.department_id,
    weighed.department_key,
    weighed.fiscal_year,
    nullif(weighed.disclosure_level, 'unstated') as disclosure_level,
    weighed.published_on,
    weighed.first_seen_at,
    weighed.documents,
    weighed.tables,
    weighed.claims,
    decided.uncounted_reason is null as is_counted,
    coalesce(decided.uncounted_reason, decided.chosen_reason) as counted_reason
from weighed
inner join decided on weighed.disclosure_key = decided.disclosure_key
