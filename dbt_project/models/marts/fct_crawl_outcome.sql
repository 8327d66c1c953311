select
    region_code,
    run_id,
    run_started_at,
    document_id,
    url,
    state,
    reason,
    http_status,
    attempts,
    bytes_received,
    decided_at,
    detail,
    flag,
    state_since,
    next_try_at,
    is_latest
from {{ ref('core_crawl_outcome') }}
