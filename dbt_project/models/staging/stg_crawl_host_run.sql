select
    run_id,
    host,
    state,
    detail,
    requests,
    failures,
    bytes_received,
    seconds,
    slowest_s,
    "at" as decided_at
from {{ source('raw', 'crawl_host_run') }}
