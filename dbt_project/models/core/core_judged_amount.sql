{{ config(materialized="view") }}
-- Every amount slot of the chosen tables: whether it gives a fact (else it is a printed sum, a column that no fact table
-- has, or one measure printed twice), and whether a failed fatal rule keeps it out.
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
    case
        when amount.table_id in {{ line_tables() }} then true
        when repeated.first_row_no <> amount.row_no or repeated.first_col_no <> amount.col_no then false
        when amount.table_id = 'T09' then amount.is_leaf
        when not amount.is_leaf or amount.phase <> 'final' then false
        when amount.table_id = 'T02' then amount.measure in {{ measure_names(income_measures()) }}
        when amount.table_id = 'T03' then amount.measure in {{ measure_names(expenditure_measures()) }}
        when amount.table_id = 'T06' then amount.measure = '决算数'
        when amount.table_id in ('T13', 'T14')
            then amount.line_code like '3%' and amount.measure in {{ economic_measures() }}
        else amount.measure in {{ measure_names(fiscal_measures()) }}
    end is not distinct from true as is_fact,
    doubted.document_key is not null and amount.amount_yuan is not null as is_quarantined
from {{ ref('core_amount') }} as amount
left join {{ ref('core_doubted_amount') }} as doubted
    on amount.document_key = doubted.document_key
    and amount.table_seq = doubted.table_seq
    and amount.row_no = doubted.row_no
    and amount.group_no = doubted.group_no
    and amount.col_no = doubted.col_no
left join {{ ref('core_repeated_measure') }} as repeated
    on amount.document_key = repeated.document_key
    and amount.table_seq = repeated.table_seq
    and if(amount.table_id = 'T09', 0, amount.row_no) = repeated.row_key
    and amount.group_no = repeated.group_no
    and amount.measure is not distinct from repeated.measure
    and amount.phase = repeated.phase
