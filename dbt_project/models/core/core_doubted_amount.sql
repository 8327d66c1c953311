-- Amounts of tables that a failed fatal rule concerns: those that the finding names; the leaves under a sum that it
-- names, because what the sum contradicts is made of them; and the rest of a row whose total is doubted. A finding
-- between a table and a sentence doubts the sentence only (core_doubted_claim): tables come before text.
with failed as (
    select document_key, rule, message_zh, message_en, places
    from {{ ref('stg_finding') }}
    where
        verdict = 'fail' and severity = 'fatal'
        and len(list_filter(places, lambda place: place.char_start is not null)) = 0
),

place as (
    select document_key, rule, message_zh, message_en, unnest(places) as place
    from failed
),

amount as (
    select
        document_key,
        table_id,
        table_seq,
        row_no,
        group_no,
        col_no,
        line_code,
        line_label,
        row_role,
        measure,
        phase,
        is_leaf
    from {{ ref('core_amount') }}
    where document_key in (select document_key from failed)
),

named as (
    select
        amount.document_key,
        amount.table_id,
        amount.table_seq,
        amount.row_no,
        amount.group_no,
        amount.col_no,
        amount.line_code,
        amount.line_label,
        amount.row_role,
        amount.measure,
        amount.phase,
        place.rule,
        place.message_zh,
        place.message_en
    from place
    inner join amount
        on place.document_key = amount.document_key
        and place.place.table_seq = amount.table_seq
        and coalesce(place.place.row_no, amount.row_no) = amount.row_no
        and coalesce(place.place.col_no, amount.col_no) = amount.col_no
),

under_named_sum as (
    select
        amount.document_key,
        amount.table_seq,
        amount.row_no,
        amount.group_no,
        amount.col_no,
        named.rule,
        named.message_zh,
        named.message_en
    from named
    inner join amount
        on named.document_key = amount.document_key
        and named.table_seq = amount.table_seq
        and named.phase = amount.phase
    left join {{ ref('three_public_items') }} as item
        on amount.table_id = 'T09' and amount.measure = item.item_name
    left join {{ ref('economic_parts') }} as part on named.line_label = part.line_label
    where
        amount.is_leaf
        and case
            when named.table_id = 'T09' then named.measure in (item.parent_item_name, '合计')
            when named.measure is distinct from amount.measure then false
            when named.line_code is not null then starts_with(amount.line_code, named.line_code)
            when part.line_label is not null then list_contains(string_split(part.class_codes, ' '), left(amount.line_code, 3))
            else named.row_role = 'total'
        end
),

doubted as (
    select document_key, table_seq, row_no, group_no, col_no, 'named' as doubt, rule, message_zh, message_en
    from named
    union all
    select
        document_key, table_seq, row_no, group_no, col_no, 'under_named_sum' as doubt, rule, message_zh, message_en
    from under_named_sum
),

beside_doubted_total as (
    select
        amount.document_key,
        amount.table_seq,
        amount.row_no,
        amount.group_no,
        amount.col_no,
        'row_total_doubted' as doubt,
        doubted.rule,
        doubted.message_zh,
        doubted.message_en
    from doubted
    inner join amount as total
        on doubted.document_key = total.document_key
        and doubted.table_seq = total.table_seq
        and doubted.row_no = total.row_no
        and doubted.col_no = total.col_no
        and doubted.group_no = total.group_no
        and total.measure in ('本年支出合计', '本年收入合计')
    inner join amount
        on total.document_key = amount.document_key
        and total.table_seq = amount.table_seq
        and total.row_no = amount.row_no
        and total.col_no <> amount.col_no
),

every_doubt as (
    select document_key, table_seq, row_no, group_no, col_no, doubt, rule, message_zh, message_en
    from doubted
    union all
    select document_key, table_seq, row_no, group_no, col_no, doubt, rule, message_zh, message_en
    from beside_doubted_total
)

select
    document_key,
    table_seq,
    row_no,
    group_no,
    col_no,
    first(doubt order by doubt, rule, message_en) as doubt,
    first(rule order by doubt, rule, message_en) as rule,
    list_sort(list(distinct rule)) as rules,
    first(message_zh order by doubt, rule, message_en) as message_zh,
    first(message_en order by doubt, rule, message_en) as message_en
from every_doubt
group by document_key, table_seq, row_no, group_no, col_no
