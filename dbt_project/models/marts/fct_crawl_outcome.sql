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
    decided_at
from {{ ref('core_crawl_outcome') }}
