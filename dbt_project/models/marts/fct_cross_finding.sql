{%- set rules = ["r10b", "r54", "r56", "r57", "r58", "r59", "r60"] -%}
-- The rules across documents, one row per comparison; and for every account one row for each rule that compared
-- nothing, so that silence is never read as agreement.
with compared as (
    {%- for rule in rules %}
    select
        disclosure_key, rule, verdict, reason, subject, scope, document_key, place, printed, other_document_key,
        other_place, other_printed, expected, found, tolerance
    from {{ ref("core_rule_" ~ rule) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

silent as (
    select
        disclosure.disclosure_key,
        rule.rule,
        rule.none_verdict as verdict,
        rule.none_reason as reason
    from {{ ref('core_disclosure') }} as disclosure
    cross join {{ ref('cross_rules') }} as rule
    where
        disclosure.tables + disclosure.claims > 0
        and disclosure.counted_reason <> 'not_a_final_account'
        and not exists (
            select 1
            from compared
            where compared.disclosure_key = disclosure.disclosure_key and compared.rule = rule.rule
        )
),

finding as (
    select
        disclosure_key, rule, verdict, reason, subject, scope, document_key, place, printed, other_document_key,
        other_place, other_printed, expected, found, tolerance
    from compared
    union all by name
    select disclosure_key, rule, verdict, reason
    from silent
)

select distinct
    disclosure.region_code,
    disclosure.fiscal_year,
    disclosure.department_id,
    department.department_name,
    disclosure.disclosure_level,
    finding.disclosure_key,
    disclosure.is_counted,
    finding.rule,
    rule.severity,
    finding.verdict,
    finding.reason,
    rule.rule_zh || coalesce('：' || finding.subject, '') as message_zh,
    rule.rule_en || coalesce(': ' || finding.subject, '') as message_en,
    finding.subject,
    finding.scope,
    {%- for side in ["", "other_"] %}
    finding.{{ side }}document_key,
    finding.{{ side }}place.page as {{ side }}page,
    finding.{{ side }}place.table_seq as {{ side }}table_seq,
    finding.{{ side }}place.row_no as {{ side }}row_no,
    finding.{{ side }}place.col_no as {{ side }}col_no,
    finding.{{ side }}place.char_start as {{ side }}char_start,
    finding.{{ side }}place.char_end as {{ side }}char_end,
    finding.{{ side }}printed,
    {%- endfor %}
    finding.expected,
    finding.found,
    cast(finding.found - finding.expected as decimal(18, 2)) as difference,
    finding.tolerance
from finding
inner join {{ ref('core_disclosure') }} as disclosure on finding.disclosure_key = disclosure.disclosure_key
inner join {{ ref('cross_rules') }} as rule on finding.rule = rule.rule
left join {{ ref('core_department') }} as department on disclosure.department_id = department.department_id
