{{ config(materialized="view") }}
-- How each host stood at the end of a run.
select
    host.run_id,
    run.started_at as run_started_at,
    host.host,
    host.state,
    host.detail,
    host.requests,
    host.failures,
    host.bytes_received,
    host.seconds,
    host.slowest_s,
    host.decided_at
from {{ ref('stg_crawl_host_run') }} as host
left join {{ ref('stg_crawl_run') }} as run on host.run_id = run.run_id
