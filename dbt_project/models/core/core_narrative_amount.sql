-- Functional amounts that only sentences state: one row per disclosure, scope and named class, first mention, from
-- the document of the disclosure that names most. Used where the disclosure prints no table of that kind.
with mention as (
    select
        claim.disclosure_key,
        claim.document_key,
        claim.sha256,
        claim.scope,
        {{ class_name_key("claim.subject_path[1]") }} as class_key,
        {{ class_name_key("claim.subject_path[2]") }} as section_key,
        {{ class_name_key("claim.subject_path[3]") }} as item_key,
        coalesce(claim.subject_path[3], claim.subject_path[2], claim.subject_path[1]) as line_label,
        cast(claim.amount_yuan as decimal(18, 2)) as amount_yuan,
        claim.printed,
        claim.page,
        claim.char_start,
        claim.char_end
    from {{ ref('core_claim') }} as claim
    where claim.subject = 'functional_class' and claim.phase = 'final' and claim.scope is not null
),

richest as (
    select disclosure_key, document_key
    from mention
    group by disclosure_key, document_key
    qualify row_number() over (partition by disclosure_key order by count(*) desc, document_key) = 1
),

first_mention as (
    select
        mention.disclosure_key,
        mention.document_key,
        mention.sha256,
        mention.scope,
        mention.class_key,
        mention.section_key,
        mention.item_key,
        mention.line_label,
        mention.amount_yuan,
        mention.printed,
        mention.page,
        mention.char_start,
        mention.char_end,
        count(distinct mention.amount_yuan) over same_class as different_amounts
    from mention
    inner join richest
        on mention.disclosure_key = richest.disclosure_key and mention.document_key = richest.document_key
    window same_class as (
        partition by mention.disclosure_key, mention.scope, mention.class_key, mention.section_key, mention.item_key
    )
    qualify row_number() over (
        partition by mention.disclosure_key, mention.scope, mention.class_key, mention.section_key, mention.item_key
        order by mention.page, mention.char_start, mention.amount_yuan
    ) = 1
)

select
    own.disclosure_key,
    own.document_key,
    own.sha256,
    own.scope,
    concat_ws('/', coalesce(own.class_key, ''), coalesce(own.section_key, ''), coalesce(own.item_key, '')) as path_key,
    own.line_label,
    own.amount_yuan,
    own.printed,
    own.page,
    own.char_start,
    own.char_end,
    own.different_amounts > 1 as is_contradicted,
    path.grain,
    path.function_code,
    path.class_code,
    path.section_code,
    path.item_code,
    path.code_source,
    not exists (
        select 1 from first_mention as deeper
        where
            deeper.disclosure_key = own.disclosure_key
            and deeper.scope = own.scope
            and (own.class_key is null or deeper.class_key is not distinct from own.class_key)
            and (
                (
                    own.section_key is null
                    and own.item_key is null
                    and (deeper.section_key is not null or deeper.item_key is not null)
                )
                or (
                    own.section_key is not null
                    and own.item_key is null
                    and deeper.section_key = own.section_key
                    and deeper.item_key is not null
                )
            )
    ) as is_leaf
from first_mention as own
inner join {{ ref('core_disclosure') }} as disclosure on own.disclosure_key = disclosure.disclosure_key
inner join {{ ref('core_narrative_path') }} as path
    on disclosure.fiscal_year is not distinct from path.fiscal_year
    and own.class_key is not distinct from path.class_key
    and own.section_key is not distinct from path.section_key
    and own.item_key is not distinct from path.item_key
