select
    run_id,
    run_started_at,
    host,
    state,
    detail,
    requests,
    failures,
    bytes_received,
    seconds,
    slowest_s,
    decided_at
from {{ ref('core_crawl_host') }}
