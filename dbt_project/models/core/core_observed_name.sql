-- The names under which a district's documents are filed, with the years in which each is found.
select
    region_code,
    coalesce(own_key, hint_key) as name_key,
    min(coalesce(fiscal_year, fiscal_year_hint)) as first_fiscal_year,
    max(coalesce(fiscal_year, fiscal_year_hint)) as last_fiscal_year
from {{ ref('core_named_document') }}
where coalesce(own_key, hint_key) is not null
group by region_code, coalesce(own_key, hint_key)
