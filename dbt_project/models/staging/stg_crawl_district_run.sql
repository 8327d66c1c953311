select
    run_id,
    district_code,
    status,
    reason,
    detail,
    seconds,
    "at" as decided_at
from {{ source('raw', 'crawl_district_run') }}
