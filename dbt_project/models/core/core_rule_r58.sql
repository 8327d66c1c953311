-- R58: the initial budget that a final account names is the one that the department published for that year. Budgets
-- are documents of kind budget; their sentences are compared whatever phase they were read as.
with budget as (
    select
        document.region_code,
        document.department_id,
        document.fiscal_year,
        document.document_key,
        case when item.item_name is not null or claim.subject = '三公经费' then 'fiscal' else coalesce(claim.scope, 'all') end
            as scope,
        claim.subject,
        cast(claim.amount_yuan as decimal(18, 2)) as amount_yuan,
        {{ printed_step("claim.printed", "cast(null as varchar)") }} as step_yuan,
        claim.printed,
        {{ place("claim.spans[1].page", "cast(null as bigint)", "cast(null as bigint)", "cast(null as bigint)",
            "claim.spans[1].char_start", "claim.spans[1].char_end") }} as place
    from {{ ref('core_document') }} as document
    inner join {{ ref('stg_claim') }} as claim on document.document_key = claim.document_key
    left join {{ ref('three_public_items') }} as item on claim.subject = item.item_name and item.item_name <> '合计'
    where
        document.document_kind = 'budget'
        and document.department_id is not null
        and claim.entity is null
        and claim.amount_yuan is not null
        and claim.subject not in ('functional_class', '项目')
        and coalesce(claim.fiscal_year, document.fiscal_year) = document.fiscal_year
    qualify row_number() over (
        partition by document.region_code, document.department_id, document.fiscal_year, claim.subject, scope
        order by document.document_key, claim.spans[1].page, claim.spans[1].char_start, claim.amount_yuan
    ) = 1
)

select
    headline.disclosure_key,
    'R58' as rule,
    {{ verdict("headline.amount_yuan - budget.amount_yuan", "greatest(headline.step_yuan, budget.step_yuan)") }}
        as verdict,
    cast(null as varchar) as reason,
    headline.subject,
    headline.scope,
    headline.document_key,
    {{ headline_place("headline") }} as place,
    headline.printed,
    budget.document_key as other_document_key,
    budget.place as other_place,
    budget.printed as other_printed,
    budget.amount_yuan as expected,
    headline.amount_yuan as found,
    cast(greatest(headline.step_yuan, budget.step_yuan) as decimal(18, 2)) as tolerance
from {{ ref('core_headline') }} as headline
inner join {{ ref('core_disclosure') }} as disclosure on headline.disclosure_key = disclosure.disclosure_key
inner join budget
    on disclosure.region_code = budget.region_code
    and disclosure.department_id = budget.department_id
    and disclosure.fiscal_year = budget.fiscal_year
    and headline.subject = budget.subject
    and headline.scope = budget.scope
where headline.phase = 'initial_budget' and disclosure.is_counted
