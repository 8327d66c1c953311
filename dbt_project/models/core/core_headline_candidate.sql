-- Every place of a disclosure that prints one of its headline figures: the totals of its tables, and its sentences.
-- The seed headline_lines says which line of which table it is and which comes first; a sentence comes last. A scope
-- that a sentence leaves open is all money; the 三公 expenses are those of fiscal appropriation wherever they stand.
with line as (
    select
        subject,
        scope,
        table_id,
        side,
        row_role,
        label_pattern,
        measure,
        cast(precedence as bigint) as precedence
    from {{ ref('headline_lines') }}
),

printed as (
    select
        amount.disclosure_key,
        amount.document_key,
        amount.sha256,
        line.subject,
        line.scope,
        amount.phase,
        'table' as source_kind,
        amount.table_id,
        line.precedence,
        amount.amount_yuan,
        {{ printed_step("amount.printed", "amount.unit_printed") }} as step_yuan,
        amount.printed,
        amount.unit_printed,
        amount.page,
        amount.table_seq,
        amount.row_no,
        amount.col_no,
        cast(null as bigint) as char_start,
        cast(null as bigint) as char_end,
        amount.is_quarantined
    from {{ ref('core_judged_amount') }} as amount
    inner join line
        on amount.table_id = line.table_id
        and (line.side is null or amount.side = line.side)
        and (line.row_role is null or amount.row_role = line.row_role)
        and (line.measure is null or amount.measure = line.measure)
        and (line.label_pattern is null or regexp_full_match(coalesce(amount.line_label, ''), line.label_pattern))
        and (line.table_id not in ('T01', 'T04') or amount.fund_type = line.scope)
    where
        amount.amount_yuan is not null
        and (amount.row_role in ('total', 'carry_over', 'balance') or amount.table_id in ('T09', 'T10', 'T11', 'T15'))
        and (amount.table_id in ('T01', 'T04', 'T09', 'T10', 'T11', 'T15') or amount.line_code is null)
    qualify row_number() over (
        partition by amount.disclosure_key, line.subject, line.scope, amount.phase, amount.table_id
        order by amount.row_no, amount.col_no, amount.group_no
    ) = 1
),

stated as (
    select
        claim.disclosure_key,
        claim.document_key,
        claim.sha256,
        unnest(
            case claim.subject when '收、支总计' then ['收入总计', '支出总计'] else [claim.subject] end
        ) as subject,
        case
            when item.item_name is not null or claim.subject = '三公经费' then 'fiscal'
            else coalesce(claim.scope, 'all')
        end as scope,
        claim.phase,
        'narrative' as source_kind,
        cast(null as varchar) as table_id,
        9 as precedence,
        cast(claim.amount_yuan as decimal(18, 2)) as amount_yuan,
        {{ printed_step("claim.printed", "cast(null as varchar)") }} as step_yuan,
        claim.printed,
        cast(null as varchar) as unit_printed,
        claim.page,
        cast(null as bigint) as table_seq,
        cast(null as bigint) as row_no,
        cast(null as bigint) as col_no,
        claim.char_start,
        claim.char_end,
        not {{ not_doubted("claim") }} as is_quarantined
    from {{ ref('core_claim') }} as claim
    left join {{ ref('three_public_items') }} as item on claim.subject = item.item_name and item.item_name <> '合计'
    where claim.subject not in ('functional_class', '项目')
)

{% for source in ["printed", "stated"] %}
select
    disclosure_key, document_key, sha256, subject, scope, phase, source_kind, table_id, precedence, amount_yuan,
    step_yuan, printed, unit_printed, page, table_seq, row_no, col_no, char_start, char_end, is_quarantined
from {{ source }}
{% if not loop.last %}union all{% endif %}
{%- endfor %}
