select
    {{ discloser_columns() }},
    amount.table_id,
    amount.side,
    amount.line_label,
    amount.parent_label,
    amount.row_role,
    amount.fund_type,
    amount.measure,
    amount.column_header,
    amount.phase,
    'table' as source_kind,
    {{ printed_amount_columns("amount") }}
from {{ ref('core_judged_amount') }} as amount
{{ discloser_joins("amount") }}
where
    disclosure.is_counted
    and amount.table_id in {{ line_tables() }}
    and not amount.is_quarantined
