-- A plain SUM of leaves is the printed 合计, unless the document's own printed numbers do not add up.
select document_key, table_id, table_seq, measure, leaf_amount_yuan, printed_total_yuan, tolerance_yuan
from {{ ref('fct_reconciliation') }}
where abs(difference_yuan) > tolerance_yuan and not is_printed_tree_broken
