select
    {{ discloser_columns() }},
    headline.subject,
    headline.scope,
    headline.phase,
    headline.amount_yuan,
    headline.source_kind,
    headline.table_id,
    headline.document_key,
    headline.sha256 as document_sha256,
    headline.page,
    headline.table_seq,
    headline.row_no,
    headline.col_no,
    headline.char_start,
    headline.char_end,
    headline.unit_printed,
    headline.printed
from {{ ref('core_headline') }} as headline
{{ discloser_joins("headline") }}
where disclosure.is_counted and not headline.is_quarantined
