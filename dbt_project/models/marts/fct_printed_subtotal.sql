select
    {{ discloser_columns() }},
    amount.table_id,
    amount.fund_type,
    amount.line_code,
    amount.line_label,
    amount.row_role,
    amount.measure,
    amount.phase,
    {{ printed_amount_columns("amount") }}
from {{ ref('core_judged_amount') }} as amount
{{ discloser_joins("amount") }}
where
    disclosure.is_counted
    and not amount.is_fact
    and not amount.is_quarantined
