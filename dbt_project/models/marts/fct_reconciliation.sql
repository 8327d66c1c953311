-- Leaves against the printed 合计 of the same table and column. A difference is explained when the printed tree itself
-- does not add up (a parent that is not the sum of its printed children), which is the document's doing.
with step as (
    select
        document_key,
        table_seq,
        cast(
            max(unit.yuan * power(10, -length(regexp_extract(amount.printed, '\.([0-9]+)', 1)))) as decimal(18, 6)
        ) as printed_step
    from {{ ref('core_amount') }} as amount
    inner join {{ ref('money_units') }} as unit
        on regexp_extract(amount.unit_printed, '[千万亿]?元') = unit.unit_name
    where amount.amount_yuan is not null
    group by document_key, table_seq
),

slot as (
    select
        amount.disclosure_key,
        amount.document_key,
        amount.table_id,
        amount.table_seq,
        amount.measure,
        amount.line_code,
        amount.row_role,
        amount.is_fact,
        coalesce(amount.amount_yuan, 0) as amount_yuan,
        amount.amount_yuan is null and amount.printed <> '' as is_unreadable
    from {{ ref('core_judged_amount') }} as amount
    where
        amount.measure is not null
        and amount.phase = 'final'
        and (amount.is_fact or not amount.is_leaf)
        and (
            amount.table_id in ('T02', 'T03', 'T05', 'T07', 'T08')
            or amount.disclosure_key in (
                select disclosure_key from {{ ref('core_amount') }} where table_id = 'T12' and is_leaf
            )
            and amount.table_id = 'T12'
        )
),

total as (
    select document_key, table_seq, measure, max(amount_yuan) as amount_yuan
    from slot
    where row_role = 'total' and line_code is null
    group by document_key, table_seq, measure
),

child as (
    select
        document_key,
        table_seq,
        measure,
        left(line_code, length(line_code) - 2) as parent_code,
        sum(amount_yuan) as amount_yuan,
        count(*) as children
    from slot
    where length(line_code) in (5, 7)
    group by document_key, table_seq, measure, parent_code
),

broken as (
    select distinct slot.document_key, slot.table_seq, slot.measure
    from slot
    inner join child
        on slot.document_key = child.document_key
        and slot.table_seq = child.table_seq
        and slot.measure = child.measure
        and slot.line_code = child.parent_code
    inner join step on slot.document_key = step.document_key and slot.table_seq = step.table_seq
    where abs(slot.amount_yuan - child.amount_yuan) > step.printed_step / 2 * (child.children + 1)
    union
    select slot.document_key, slot.table_seq, slot.measure
    from slot
    inner join total
        on slot.document_key = total.document_key
        and slot.table_seq = total.table_seq
        and slot.measure = total.measure
    inner join step on slot.document_key = step.document_key and slot.table_seq = step.table_seq
    where length(slot.line_code) = 3
    group by slot.document_key, slot.table_seq, slot.measure, total.amount_yuan, step.printed_step
    having abs(sum(slot.amount_yuan) - total.amount_yuan) > step.printed_step / 2 * (count(*) + 1)
    union
    select document_key, table_seq, measure
    from slot
    where is_unreadable or (line_code is null and row_role <> 'total') or length(line_code) not in (3, 5, 7)
    union
    -- A 款 or 项 printed without its parent: the printed tree has a gap.
    select child.document_key, child.table_seq, child.measure
    from child
    left join slot
        on child.document_key = slot.document_key
        and child.table_seq = slot.table_seq
        and child.measure = slot.measure
        and child.parent_code = slot.line_code
    where slot.line_code is null
),

leaf_sum as (
    select
        disclosure_key,
        document_key,
        table_id,
        table_seq,
        measure,
        sum(amount_yuan) filter (where is_fact) as leaf_amount_yuan,
        count(*) as slots
    from slot
    group by disclosure_key, document_key, table_id, table_seq, measure
    having count(*) filter (where is_fact) > 0
)

select
    disclosure.region_code,
    disclosure.fiscal_year,
    disclosure.department_id,
    disclosure.disclosure_key,
    leaf_sum.document_key,
    leaf_sum.table_id,
    leaf_sum.table_seq,
    leaf_sum.measure,
    cast(coalesce(leaf_sum.leaf_amount_yuan, 0) as decimal(18, 2)) as leaf_amount_yuan,
    total.amount_yuan as printed_total_yuan,
    cast(coalesce(leaf_sum.leaf_amount_yuan, 0) - total.amount_yuan as decimal(18, 2)) as difference_yuan,
    cast(coalesce(step.printed_step, 0.01) / 2 * (leaf_sum.slots + 1) as decimal(18, 2)) as tolerance_yuan,
    broken.document_key is not null as is_printed_tree_broken,
    disclosure.is_counted
from leaf_sum
inner join total
    on leaf_sum.document_key = total.document_key
    and leaf_sum.table_seq = total.table_seq
    and leaf_sum.measure = total.measure
inner join {{ ref('core_disclosure') }} as disclosure on leaf_sum.disclosure_key = disclosure.disclosure_key
left join step on leaf_sum.document_key = step.document_key and leaf_sum.table_seq = step.table_seq
left join broken
    on leaf_sum.document_key = broken.document_key
    and leaf_sum.table_seq = broken.table_seq
    and leaf_sum.measure = broken.measure
