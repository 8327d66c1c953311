{{ config(materialized="view") }}
-- Every amount slot of the chosen tables, and whether a failed fatal rule keeps it out of the facts.
select
    amount.disclosure_key,
    amount.document_key,
    amount.sha256,
    amount.table_id,
    amount.table_seq,
    amount.page,
    amount.row_no,
    amount.col_no,
    amount.group_no,
    amount.line_code,
    amount.line_label,
    amount.parent_label,
    amount.row_role,
    amount.side,
    amount.fund_type,
    amount.column_header,
    amount.measure,
    amount.phase,
    amount.printed,
    amount.unit_printed,
    amount.amount_yuan,
    amount.is_leaf,
    doubted.document_key is not null and amount.amount_yuan is not null as is_quarantined
from {{ ref('core_amount') }} as amount
left join {{ ref('core_doubted_amount') }} as doubted
    on amount.document_key = doubted.document_key
    and amount.table_seq = doubted.table_seq
    and amount.row_no = doubted.row_no
    and amount.group_no = doubted.group_no
    and amount.col_no = doubted.col_no
