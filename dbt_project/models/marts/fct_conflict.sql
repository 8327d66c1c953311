select
    {{ discloser_columns() }},
    disclosure.is_counted,
    conflict.conflict_kind,
    conflict.rule,
    conflict.subject,
    conflict.scope,
    conflict.phase,
    conflict.resolution,
    {%- for side in ["winner", "loser"] %}
    conflict.{{ side }}_source_kind,
    conflict.{{ side }}_document_key,
    conflict.{{ side }}_place.page as {{ side }}_page,
    conflict.{{ side }}_place.table_seq as {{ side }}_table_seq,
    conflict.{{ side }}_place.row_no as {{ side }}_row_no,
    conflict.{{ side }}_place.col_no as {{ side }}_col_no,
    conflict.{{ side }}_place.char_start as {{ side }}_char_start,
    conflict.{{ side }}_place.char_end as {{ side }}_char_end,
    conflict.{{ side }}_amount_yuan,
    conflict.{{ side }}_printed,
    {%- endfor %}
    cast(conflict.loser_amount_yuan - conflict.winner_amount_yuan as decimal(18, 2)) as difference_yuan,
    cast(conflict.tolerance_yuan as decimal(18, 2)) as tolerance_yuan,
    conflict.amounts_different,
    conflict.message_zh,
    conflict.message_en
from {{ ref('core_conflict') }} as conflict
inner join {{ ref('core_disclosure') }} as disclosure on conflict.disclosure_key = disclosure.disclosure_key
left join {{ ref('core_department') }} as department on disclosure.department_id = department.department_id
