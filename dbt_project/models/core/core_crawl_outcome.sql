{{ config(materialized="view") }}
-- How each visit of a run ended.
select
    document.district_code as region_code,
    outcome.run_id,
    run.started_at as run_started_at,
    outcome.document_id,
    document.url,
    outcome.state,
    outcome.reason,
    outcome.http_status,
    outcome.attempts,
    outcome.bytes_received,
    outcome.decided_at,
    outcome.detail,
    outcome.flag,
    outcome.state_since,
    outcome.next_try_at,
    outcome.decided_at = max(outcome.decided_at) over (partition by outcome.document_id) as is_latest
from {{ ref('stg_crawl_outcome') }} as outcome
inner join {{ ref('stg_crawl_document') }} as document on outcome.document_id = document.document_id
left join {{ ref('stg_crawl_run') }} as run on outcome.run_id = run.run_id
