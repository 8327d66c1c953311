-- R59: the counted departments of a district together spend at most what the district's own account (政府决算) shows for
-- a class of the general public budget. One row per class that the district's account names.
with district_account as (
    select
        document.disclosure_key,
        document.region_code,
        document.fiscal_year,
        document.document_key,
        {{ class_name_key("claim.subject_path[1]") }} as class_key,
        claim.subject_path[1] as class_name,
        cast(claim.amount_yuan as decimal(18, 2)) as amount_yuan,
        {{ printed_step("claim.printed", "cast(null as varchar)") }} as step_yuan,
        claim.printed,
        {{ place("claim.spans[1].page", "cast(null as bigint)", "cast(null as bigint)", "cast(null as bigint)",
            "claim.spans[1].char_start", "claim.spans[1].char_end") }} as place
    from {{ ref('core_document') }} as document
    inner join {{ ref('stg_claim') }} as claim on document.document_key = claim.document_key
    where
        document.document_kind = 'government_final_account'
        and claim.subject = 'functional_class'
        and claim.subject_path[2] is null
        and claim.subject_path[3] is null
        and claim.phase = 'final'
        and claim.amount_yuan is not null
        and coalesce(claim.scope, 'general_public_budget') = 'general_public_budget'
        and coalesce(claim.fiscal_year, document.fiscal_year) = document.fiscal_year
    qualify row_number() over (
        partition by document.region_code, document.fiscal_year, class_key
        order by document.document_key, claim.spans[1].page, claim.spans[1].char_start, claim.amount_yuan
    ) = 1
),

class_name as (
    select fiscal_year, code, name_key
    from {{ ref('core_functional_dictionary') }}
    where length(code) = 3
    group by fiscal_year, code, name_key
),

spent as (
    select
        disclosure.region_code,
        disclosure.fiscal_year,
        left(amount.line_code, 3) as class_code,
        sum(amount.amount_yuan) as amount_yuan,
        count(distinct disclosure.department_id) as departments
    from {{ ref('core_judged_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where
        disclosure.is_counted
        and amount.table_id in ('T05', 'T12')
        and amount.is_leaf
        and amount.measure = '本年支出合计'
        and amount.phase = 'final'
        and not amount.is_quarantined
    group by disclosure.region_code, disclosure.fiscal_year, left(amount.line_code, 3)
),

compared as (
    select
        district_account.disclosure_key,
        district_account.class_name,
        district_account.document_key,
        district_account.place,
        district_account.printed,
        district_account.amount_yuan as expected,
        sum(spent.amount_yuan) as found,
        district_account.step_yuan as tolerance,
        max(spent.departments) as departments
    from district_account
    inner join class_name
        on district_account.fiscal_year = class_name.fiscal_year and district_account.class_key = class_name.name_key
    left join spent
        on district_account.region_code = spent.region_code
        and district_account.fiscal_year = spent.fiscal_year
        and class_name.code = spent.class_code
    group by
        district_account.disclosure_key, district_account.class_name, district_account.document_key,
        district_account.place, district_account.printed, district_account.amount_yuan, district_account.step_yuan
)

select
    disclosure_key,
    'R59' as rule,
    case
        when found is null then 'insufficient_data'
        when found <= expected then 'pass'
        when found <= expected + tolerance then 'rounding'
        else 'fail'
    end as verdict,
    case when found is null then 'no_department_prints_the_class' else departments || ' departments' end as reason,
    class_name as subject,
    'general_public_budget' as scope,
    document_key,
    place,
    printed,
    cast(null as varchar) as other_document_key,
    {{ no_place() }} as other_place,
    cast(null as varchar) as other_printed,
    expected,
    cast(found as decimal(18, 2)) as found,
    cast(tolerance as decimal(18, 2)) as tolerance
from compared
