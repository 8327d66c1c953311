select
    {{ discloser_columns() }},
    disclosure.counted_reason as uncounted_reason,
    amount.table_id,
    amount.fund_type,
    amount.line_code,
    amount.line_label,
    amount.measure,
    amount.phase,
    {{ printed_amount_columns("amount") }}
from {{ ref('core_judged_amount') }} as amount
inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
left join {{ ref('core_department') }} as department on disclosure.department_id = department.department_id
where not disclosure.is_counted and amount.is_fact
