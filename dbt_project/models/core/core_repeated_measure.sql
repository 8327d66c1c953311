-- Rows that print one measure in several columns (in the 三公 table, several rows that print one item): the first one
-- gives the fact. Hashes find the few candidates, as in core_repeated_slot.
{%- set row_no = "if(table_id = 'T09', 0, row_no)" %}
with candidate as (
    select hash(document_key, table_seq, {{ row_no }}, group_no, measure, phase) as slot_hash
    from {{ ref('core_amount') }}
    where is_leaf
    group by slot_hash
    having count(*) > 1
)

select
    document_key,
    table_seq,
    {{ row_no }} as row_key,
    group_no,
    measure,
    phase,
    min(page) as page,
    arg_min(sha256, (row_no, col_no)) as sha256,
    arg_min(row_no, (row_no, col_no)) as first_row_no,
    arg_min(col_no, (row_no, col_no)) as first_col_no
from {{ ref('core_amount') }}
where is_leaf and hash(document_key, table_seq, {{ row_no }}, group_no, measure, phase) in (
    select slot_hash from candidate
)
group by document_key, table_seq, {{ row_no }}, group_no, measure, phase
having count(*) > 1
