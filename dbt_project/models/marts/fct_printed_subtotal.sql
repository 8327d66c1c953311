select
    {{ discloser_columns() }},
    amount.table_id,
    amount.fund_type,
    amount.line_code,
    amount.line_label,
    amount.row_role,
    amount.measure,
    amount.phase,
    amount.document_key,
    amount.sha256 as document_sha256,
    amount.page,
    amount.table_seq,
    amount.row_no,
    amount.group_no,
    amount.col_no,
    amount.unit_printed,
    amount.amount_yuan,
    amount.printed
from {{ ref('core_judged_amount') }} as amount
{{ discloser_joins("amount") }}
where
    disclosure.is_counted
    and not amount.is_fact
    and not amount.is_quarantined
