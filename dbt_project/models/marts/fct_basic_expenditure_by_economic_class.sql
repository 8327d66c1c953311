select
    {{ discloser_columns() }},
    amount.line_code as economic_code,
    amount.line_label,
    {{ economic_code_levels("amount.line_code") }},
    'table' as source_kind,
    {{ printed_amount_columns("amount") }}
from {{ ref('core_judged_amount') }} as amount
{{ discloser_joins("amount") }}
where
    disclosure.is_counted
    and amount.table_id = 'T06'
    and amount.is_fact
    and not amount.is_quarantined
