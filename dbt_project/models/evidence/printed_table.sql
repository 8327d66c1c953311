select
    printed.document_key,
    printed.sha256 as document_sha256,
    printed.table_seq,
    printed.table_id,
    printed.title_printed,
    printed.number_printed,
    printed.unit_printed,
    printed.row_kind,
    printed.pages,
    printed.header,
    printed.empty_note
from {{ ref('stg_printed_table') }} as printed
where printed.document_key in (select document_key from {{ ref('core_document') }})
