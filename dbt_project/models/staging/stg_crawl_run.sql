select
    run_id,
    started_at,
    finished_at,
    status,
    parser_version,
    note
from {{ source('raw', 'crawl_run') }}
