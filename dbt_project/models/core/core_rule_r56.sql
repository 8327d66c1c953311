-- R56: what a year opens with is what the year before closed with. A difference is allowed for the reasons of the
-- law, which the document then names, or where other units are in the account.
with compared as (
    select
        opening.disclosure_key,
        opening.scope,
        opening.document_key,
        {{ headline_place("opening") }} as place,
        opening.printed,
        closing.document_key as other_document_key,
        {{ headline_place("closing") }} as other_place,
        closing.printed as other_printed,
        closing.amount_yuan as expected,
        opening.amount_yuan as found,
        greatest(opening.step_yuan, closing.step_yuan) as tolerance,
        prior.is_same_level
    from {{ ref('core_prior_account') }} as prior
    inner join {{ ref('core_headline') }} as opening
        on prior.disclosure_key = opening.disclosure_key
        and opening.subject = '年初结转和结余'
        and opening.phase = 'final'
    inner join {{ ref('core_headline') }} as closing
        on prior.prior_disclosure_key = closing.disclosure_key
        and closing.subject = '年末结转和结余'
        and closing.phase = 'final'
        and opening.scope = closing.scope
),

explained as (
    select distinct compared.disclosure_key
    from compared
    inner join {{ ref('core_document') }} as document on compared.disclosure_key = document.disclosure_key
    inner join {{ ref('stg_page') }} as page on document.document_key = page.document_key
    where
        abs(compared.found - compared.expected) > compared.tolerance
        and regexp_matches(page.text, '{{ var("carry_over_reasons") }}')
)

select
    compared.disclosure_key,
    'R56' as rule,
    case
        when {{ verdict("compared.found - compared.expected", "compared.tolerance") }} <> 'fail'
            then {{ verdict("compared.found - compared.expected", "compared.tolerance") }}
        when explained.disclosure_key is not null then 'pass'
        when not compared.is_same_level then 'insufficient_data'
        else 'fail'
    end as verdict,
    case
        when {{ verdict("compared.found - compared.expected", "compared.tolerance") }} <> 'fail' then null
        when explained.disclosure_key is not null then 'legal_reason_stated'
        when not compared.is_same_level then 'other_units_in_account'
    end as reason,
    '年初结转和结余' as subject,
    compared.scope,
    compared.document_key,
    compared.place,
    compared.printed,
    compared.other_document_key,
    compared.other_place,
    compared.other_printed,
    cast(compared.expected as decimal(18, 2)) as expected,
    cast(compared.found as decimal(18, 2)) as found,
    cast(compared.tolerance as decimal(18, 2)) as tolerance
from compared
left join explained on compared.disclosure_key = explained.disclosure_key
