-- For every account that may be compared, the account of the same department and level of the year before.
with account as (
    select
        disclosure_key,
        region_code,
        department_id,
        fiscal_year,
        coalesce(disclosure_level, 'single') as disclosure_level
    from {{ ref('core_disclosure') }}
    where counted_reason in (
        'only_one', 'latest_published', 'part_of_consolidated', 'part_of_parent', 'wider_level_exists', 'parent_unknown'
    )
)

select
    account.disclosure_key,
    prior.disclosure_key as prior_disclosure_key,
    account.disclosure_level = prior.disclosure_level as is_same_level
from account
inner join account as prior
    on account.region_code = prior.region_code
    and account.department_id = prior.department_id
    and account.fiscal_year = prior.fiscal_year + 1
qualify row_number() over (
    partition by account.disclosure_key
    order by account.disclosure_level = prior.disclosure_level desc, prior.disclosure_key
) = 1
