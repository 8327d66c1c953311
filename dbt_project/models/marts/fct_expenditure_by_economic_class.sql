select
    {{ discloser_columns() }},
    amount.table_id,
    amount.fund_type,
    amount.line_code as economic_code,
    amount.line_label,
    {{ economic_code_levels("amount.line_code") }},
    'table' as source_kind,
    amount.measure,
    {{ printed_amount_columns("amount") }}
from {{ ref('core_judged_amount') }} as amount
{{ discloser_joins("amount") }}
where
    disclosure.is_counted
    and amount.table_id in ('T13', 'T14')
    and amount.is_fact
    and not amount.is_quarantined
