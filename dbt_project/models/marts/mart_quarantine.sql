-- Amounts of counted disclosures that a failed fatal rule keeps out of every other mart, each once.
with from_table as (
    select
        amount.disclosure_key,
        case
            when not amount.is_fact then 'fct_printed_subtotal'
            when amount.table_id in {{ line_tables() }} then 'fct_summary'
            when amount.table_id = 'T02' then 'fct_income_by_function'
            when amount.table_id = 'T03' then 'fct_expenditure_by_function'
            when amount.table_id = 'T06' then 'fct_basic_expenditure_by_economic_class'
            when amount.table_id in ('T13', 'T14') then 'fct_expenditure_by_economic_class'
            when amount.table_id = 'T09' then 'fct_three_public'
            else 'fct_fiscal_expenditure_by_function'
        end as fact_table,
        'table' as source_kind,
        amount.table_id,
        amount.fund_type,
        amount.line_code,
        amount.line_label,
        amount.measure,
        amount.phase,
        doubted.doubt,
        doubted.rule,
        doubted.rules,
        doubted.message_zh,
        doubted.message_en,
        amount.document_key,
        amount.sha256 as document_sha256,
        amount.page,
        amount.table_seq,
        amount.row_no,
        amount.group_no,
        amount.col_no,
        cast(null as bigint) as char_start,
        cast(null as bigint) as char_end,
        amount.unit_printed,
        amount.amount_yuan,
        amount.printed
    from {{ ref('core_judged_amount') }} as amount
    inner join {{ ref('core_doubted_amount') }} as doubted
        on amount.document_key = doubted.document_key
        and amount.table_seq = doubted.table_seq
        and amount.row_no = doubted.row_no
        and amount.group_no = doubted.group_no
        and amount.col_no = doubted.col_no
    where amount.is_quarantined
),

from_text as (
    select
        claim.disclosure_key,
        'fct_claim' as fact_table,
        'narrative' as source_kind,
        cast(null as varchar) as table_id,
        claim.scope as fund_type,
        cast(null as varchar) as line_code,
        coalesce(array_to_string(claim.subject_path, '/'), claim.subject) as line_label,
        claim.subject as measure,
        claim.phase,
        'named' as doubt,
        doubted.rule,
        doubted.rules,
        doubted.message_zh,
        doubted.message_en,
        claim.document_key,
        claim.sha256 as document_sha256,
        claim.page,
        cast(null as bigint) as table_seq,
        cast(null as bigint) as row_no,
        cast(null as bigint) as group_no,
        cast(null as bigint) as col_no,
        claim.char_start,
        claim.char_end,
        cast(null as varchar) as unit_printed,
        cast(claim.amount_yuan as decimal(18, 2)) as amount_yuan,
        claim.printed
    from {{ ref('core_claim') }} as claim
    inner join {{ ref('core_doubted_claim') }} as doubted
        on claim.document_key = doubted.document_key
        and claim.page = doubted.page
        and claim.char_start = doubted.char_start
        and claim.amount_yuan = doubted.amount_yuan
    qualify row_number() over (
        partition by claim.document_key, claim.page, claim.char_start, claim.amount_yuan, claim.subject, claim.scope,
            claim.phase, claim.subject_path
        order by claim.char_end
    ) = 1
),

amount as (
    {%- for source in ["from_table", "from_text"] %}
    select
        disclosure_key, fact_table, source_kind, table_id, fund_type, line_code, line_label, measure, phase, doubt,
        rule, rules, message_zh, message_en, document_key, document_sha256, page, table_seq, row_no, group_no, col_no,
        char_start, char_end, unit_printed, amount_yuan, printed
    from {{ source }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    {{ discloser_columns() }},
    amount.fact_table,
    amount.source_kind,
    amount.table_id,
    amount.fund_type,
    amount.line_code,
    amount.line_label,
    amount.measure,
    amount.phase,
    amount.doubt,
    amount.rule,
    amount.rules,
    amount.message_zh,
    amount.message_en,
    amount.document_key,
    amount.document_sha256,
    amount.page,
    amount.table_seq,
    amount.row_no,
    amount.group_no,
    amount.col_no,
    amount.char_start,
    amount.char_end,
    amount.unit_printed,
    amount.amount_yuan,
    amount.printed
from amount
{{ discloser_joins("amount") }}
where disclosure.is_counted
