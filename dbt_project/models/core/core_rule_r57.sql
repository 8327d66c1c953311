-- R57: figures stated for last year are those of last year's account: an amount named for that year, the base named
-- in a comparison, or the base that amount and change give. A change that is only a rate says an interval.
with statement as (
    select
        document.disclosure_key,
        document.document_key,
        document.fiscal_year,
        case when item.item_name is not null or claim.subject = '三公经费' then 'fiscal' else coalesce(claim.scope, 'all') end
            as scope,
        case claim.subject when '收、支总计' then '收入总计' else claim.subject end as subject,
        claim.fiscal_year as claim_year,
        claim.amount_yuan,
        {{ printed_step("claim.printed", "cast(null as varchar)") }} as step_yuan,
        claim.sentence,
        {{ place("claim.spans[1].page", "cast(null as bigint)", "cast(null as bigint)", "cast(null as bigint)",
            "claim.spans[1].char_start", "claim.spans[1].char_end") }} as place,
        list_filter(
            claim.comparisons,
            lambda change: change.baseline = 'prior_year'
            and coalesce(change.base_year, document.fiscal_year - 1) = document.fiscal_year - 1
        )[1] as change
    from {{ ref('core_document') }} as document
    inner join {{ ref('stg_claim') }} as claim on document.document_key = claim.document_key
    left join {{ ref('three_public_items') }} as item on claim.subject = item.item_name and item.item_name <> '合计'
    where
        document.document_kind = 'final_account'
        and claim.entity is null
        and claim.phase = 'final'
        and claim.subject not in ('functional_class', '项目')
        and (
            claim.fiscal_year = document.fiscal_year - 1
            or len(list_filter(claim.comparisons, lambda change: change.baseline = 'prior_year')) > 0
        )
),

based as (
    select
        disclosure_key,
        document_key,
        subject,
        scope,
        sentence,
        place,
        case
            when claim_year = fiscal_year - 1 then amount_yuan
            when change.base_amount_yuan is not null then change.base_amount_yuan
            when change.direction = 'flat' and coalesce(change.change_abs_yuan, 0) = 0 then amount_yuan
            when change.change_abs_yuan is not null and change.direction = 'increase'
                then amount_yuan - change.change_abs_yuan
            when change.change_abs_yuan is not null and change.direction = 'decrease'
                then amount_yuan + change.change_abs_yuan
            when change.direction = 'increase' then amount_yuan / (1 + change.change_rate / 100)
            when change.direction = 'decrease' and change.change_rate < 100
                then amount_yuan / (1 - change.change_rate / 100)
        end as stated_yuan,
        case
            when claim_year = fiscal_year - 1 or change.base_amount_yuan is not null then step_yuan
            when change.change_abs_yuan is not null then 2 * step_yuan
            when change.direction = 'flat' then step_yuan
            -- A rate printed to one place or more is known to half its last digit; to the whole percent at worst.
            else abs(amount_yuan) * 0.005
                / greatest(power(1 + if(change.direction = 'increase', 1, -1) * change.change_rate / 100, 2), 0.0001)
                + step_yuan
        end as tolerance_yuan
    from statement
),

compared as (
    select
        based.disclosure_key,
        based.subject,
        based.scope,
        based.document_key,
        based.place,
        based.sentence,
        headline.document_key as other_document_key,
        {{ headline_place("headline") }} as other_place,
        headline.printed as other_printed,
        headline.amount_yuan as expected,
        based.stated_yuan as found,
        greatest(cast(based.tolerance_yuan as decimal(18, 2)), headline.step_yuan) as tolerance,
        prior.is_same_level
    from based
    inner join {{ ref('core_prior_account') }} as prior on based.disclosure_key = prior.disclosure_key
    inner join {{ ref('core_headline') }} as headline
        on prior.prior_disclosure_key = headline.disclosure_key
        and based.subject = headline.subject
        and based.scope = headline.scope
        and headline.phase = 'final'
    where based.stated_yuan is not null
)

select
    disclosure_key,
    'R57' as rule,
    case
        when {{ verdict("found - expected", "tolerance") }} = 'fail' and not is_same_level then 'insufficient_data'
        else {{ verdict("found - expected", "tolerance") }}
    end as verdict,
    case
        when {{ verdict("found - expected", "tolerance") }} = 'fail' and not is_same_level
            then 'other_units_in_account'
    end as reason,
    subject,
    scope,
    document_key,
    place,
    sentence as printed,
    other_document_key,
    other_place,
    other_printed,
    cast(expected as decimal(18, 2)) as expected,
    cast(found as decimal(18, 2)) as found,
    cast(tolerance as decimal(18, 2)) as tolerance
from compared
