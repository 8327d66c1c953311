select
    document_key,
    sha256,
    table_seq,
    table_id,
    title_printed,
    number_printed,
    unit_printed,
    row_kind,
    pages,
    header,
    empty_note,
    rows
from {{ source('raw', 'printed_table') }}
