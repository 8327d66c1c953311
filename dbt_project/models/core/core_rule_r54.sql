-- R54: a consolidated account is the sum of its head office and units, where their documents exist. A difference is a
-- failure only where every unit that the consolidated account lists is there; else nothing can be said.
with account as (
    select disclosure_key, region_code, department_id, fiscal_year, disclosure_level
    from {{ ref('core_disclosure') }}
    where counted_reason in (
        'only_one', 'latest_published', 'part_of_consolidated', 'part_of_parent', 'wider_level_exists'
    )
),

part as (
    select whole.disclosure_key as whole_key, part.disclosure_key as part_key, part.department_id
    from account as whole
    inner join account as part
        on whole.region_code = part.region_code
        and whole.department_id = part.department_id
        and whole.fiscal_year = part.fiscal_year
        and part.disclosure_level = 'head_office'
    where whole.disclosure_level = 'consolidated'
    union
    select whole.disclosure_key as whole_key, part.disclosure_key as part_key, part.department_id
    from account as whole
    inner join {{ ref('core_department_parent') }} as link
        on whole.region_code = link.region_code and whole.department_id = link.parent_department_id
    inner join account as part
        on link.region_code = part.region_code
        and link.department_id = part.department_id
        and whole.fiscal_year = part.fiscal_year
    where whole.disclosure_level = 'consolidated'
),

listed as (
    select whole.disclosure_key as whole_key, count(distinct link.department_id) as units
    from account as whole
    inner join {{ ref('core_department_parent') }} as link
        on whole.region_code = link.region_code and whole.department_id = link.parent_department_id
    where whole.disclosure_level = 'consolidated' and link.evidence = 'listed_in_consolidated'
    group by whole.disclosure_key
),

published as (
    select
        whole.disclosure_key as whole_key,
        count(distinct part.department_id) filter (where part.department_id <> whole.department_id) as units,
        count(*) filter (where part.department_id = whole.department_id) as head_offices
    from account as whole
    inner join part on whole.disclosure_key = part.whole_key
    group by whole.disclosure_key
),

summed as (
    select
        part.whole_key,
        headline.subject,
        headline.scope,
        sum(headline.amount_yuan) as amount_yuan,
        max(headline.step_yuan) as step_yuan,
        count(*) as parts,
        first(headline.document_key order by headline.document_key) as document_key,
        first({{ headline_place("headline") }} order by headline.document_key) as place,
        string_agg(headline.printed, ' + ' order by headline.document_key) as printed
    from part
    inner join {{ ref('core_headline') }} as headline on part.part_key = headline.disclosure_key
    where headline.phase = 'final'
    group by part.whole_key, headline.subject, headline.scope
),

compared as (
    select
        whole.disclosure_key,
        whole.subject,
        whole.scope,
        whole.document_key,
        {{ headline_place("whole") }} as place,
        whole.printed,
        summed.document_key as other_document_key,
        summed.place as other_place,
        summed.printed as other_printed,
        summed.amount_yuan as expected,
        whole.amount_yuan as found,
        greatest(whole.step_yuan, summed.step_yuan) / 2 * (summed.parts + 1) as tolerance,
        published.head_offices = 1 and published.units >= listed.units as is_complete
    from {{ ref('core_headline') }} as whole
    inner join summed
        on whole.disclosure_key = summed.whole_key
        and whole.subject = summed.subject
        and whole.scope = summed.scope
    inner join published on whole.disclosure_key = published.whole_key
    left join listed on whole.disclosure_key = listed.whole_key
    where whole.phase = 'final'
)

select
    disclosure_key,
    'R54' as rule,
    case
        when {{ verdict("found - expected", "tolerance") }} = 'fail' and not coalesce(is_complete, false)
            then 'insufficient_data'
        else {{ verdict("found - expected", "tolerance") }}
    end as verdict,
    case
        when {{ verdict("found - expected", "tolerance") }} = 'fail' and not coalesce(is_complete, false)
            then 'units_not_all_known'
    end as reason,
    subject,
    scope,
    document_key,
    place,
    printed,
    other_document_key,
    other_place,
    other_printed,
    cast(expected as decimal(18, 2)) as expected,
    cast(found as decimal(18, 2)) as found,
    cast(tolerance as decimal(18, 2)) as tolerance
from compared
union all
select
    account.disclosure_key,
    'R54' as rule,
    'insufficient_data' as verdict,
    'no_parts_published' as reason,
    cast(null as varchar) as subject,
    cast(null as varchar) as scope,
    cast(null as varchar) as document_key,
    {{ no_place() }} as place,
    cast(null as varchar) as printed,
    cast(null as varchar) as other_document_key,
    {{ no_place() }} as other_place,
    cast(null as varchar) as other_printed,
    cast(null as decimal(18, 2)) as expected,
    cast(null as decimal(18, 2)) as found,
    cast(null as decimal(18, 2)) as tolerance
from account
where disclosure_level = 'consolidated' and disclosure_key not in (select disclosure_key from compared)
