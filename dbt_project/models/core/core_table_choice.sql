-- Per disclosure and table kind the one printed table whose cells are facts: the discloser's own (no unit names in
-- its rows), from the best-read document, the fullest, the first. The other copies stay in the evidence.
with candidate as (
    select
        document.disclosure_key,
        document.document_key,
        cell.table_id,
        cell.table_seq,
        document.status,
        document.role,
        document.document_id,
        count(cell.amount_yuan) as amounts
    from {{ ref('core_document') }} as document
    inner join {{ ref('stg_cell') }} as cell on document.document_key = cell.document_key
    left join {{ ref('stg_printed_table') }} as printed
        on cell.document_key = printed.document_key and cell.table_seq = printed.table_seq
    where document.document_kind = 'final_account' and coalesce(printed.row_kind, '') <> 'unit'
    group by
        document.disclosure_key, document.document_key, cell.table_id, cell.table_seq,
        document.status, document.role, document.document_id
    having count(cell.entity) = 0
)

select
    disclosure_key,
    document_key,
    table_id,
    table_seq,
    amounts
from candidate
qualify row_number() over (
    partition by disclosure_key, table_id
    order by (status = 'parsed') desc, amounts desc, (role = 'page'), document_id, table_seq
) = 1
