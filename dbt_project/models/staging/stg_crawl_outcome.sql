select
    run_id,
    document_id,
    state,
    reason,
    http_status,
    attempts,
    bytes_received,
    "at" as decided_at,
    detail,
    flag,
    state_since,
    next_try_at
from {{ source('raw', 'crawl_outcome') }}
