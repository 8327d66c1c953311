select
    run_id,
    document_id,
    state,
    reason,
    http_status,
    attempts,
    bytes_received,
    "at" as decided_at
from {{ source('raw', 'crawl_outcome') }}
