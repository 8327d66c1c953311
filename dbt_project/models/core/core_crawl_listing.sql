{{ config(materialized="view") }}
-- How reading each list went.
select
    listing.district_code as region_code,
    listing.run_id,
    run.started_at as run_started_at,
    listing.listing_id,
    listing.status,
    listing.reason,
    listing.pages,
    listing.items,
    listing.included,
    listing.printed_total,
    listing.detail,
    listing.decided_at
from {{ ref('stg_crawl_listing_run') }} as listing
left join {{ ref('stg_crawl_run') }} as run on listing.run_id = run.run_id
