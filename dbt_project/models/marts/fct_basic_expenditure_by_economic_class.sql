select
    {{ discloser_columns() }},
    amount.line_code as economic_code,
    amount.line_label,
    case when length(amount.line_code) >= 3 then left(amount.line_code, 3) end as class_code,
    case when length(amount.line_code) >= 5 then left(amount.line_code, 5) end as section_code,
    case length(amount.line_code) when 3 then 'class' when 5 then 'section' else 'unknown' end as grain,
    'table' as source_kind,
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
    and amount.table_id = 'T06'
    and amount.is_fact
    and not amount.is_quarantined
