with span as (
    select
        least(2017, coalesce(min(fiscal_year), 2017)) as first_year,
        greatest(2024, coalesce(max(fiscal_year), 2024)) as last_year
    from {{ ref('core_disclosure') }}
    where fiscal_year between 2000 and 2100
),

years as (
    select unnest(range(first_year, last_year + 1)) as fiscal_year
    from span
    union
    select fiscal_year
    from {{ ref('core_disclosure') }}
    where fiscal_year is not null
)

select
    years.fiscal_year,
    make_date(years.fiscal_year, 1, 1) as starts_on,
    make_date(years.fiscal_year, 12, 31) as ends_on,
    count(disclosure.disclosure_key) as disclosures,
    count(disclosure.disclosure_key) filter (where disclosure.is_counted) as counted_disclosures
from years
left join {{ ref('core_disclosure') }} as disclosure on years.fiscal_year = disclosure.fiscal_year
group by years.fiscal_year
