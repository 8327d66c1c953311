-- What was loaded is what the marts speak of: no record lost between raw and marts, none doubled.
with account as (
    select
        'documents' as record_kind,
        (select count(distinct document_key) from {{ ref('stg_document') }}) as loaded,
        (
            select count(distinct document_key) from {{ ref('fct_document') }} where parse_status <> 'unparsed'
        ) as modelled
    union all
    select
        'claims' as record_kind,
        (
            select count(*) from {{ ref('stg_claim') }}
            where document_key in (select document_key from {{ ref('core_document') }})
        ) as loaded,
        (select count(*) from {{ ref('fct_claim') }}) as modelled
    union all
    select
        'findings' as record_kind,
        (
            select count(*) from {{ ref('stg_finding') }}
            where document_key in (select document_key from {{ ref('core_document') }})
        ) as loaded,
        (select sum(comparisons) from {{ ref('agg_document_rule') }}) as modelled
    union all
    select
        'findings beside agreements' as record_kind,
        (
            select sum(comparisons) from {{ ref('agg_document_rule') }} where verdict <> 'pass'
        ) as loaded,
        (select count(*) from {{ ref('fct_finding') }}) as modelled
    union all
    select
        'issues' as record_kind,
        (
            select count(*) from {{ ref('stg_issue') }}
            where document_key in (select document_key from {{ ref('core_document') }})
        ) as loaded,
        (select count(*) from {{ ref('fct_issue') }} where stage = 'reading') as modelled
    union all
    select
        'outcomes' as record_kind,
        (select count(*) from {{ ref('stg_crawl_outcome') }}) as loaded,
        (select count(*) from {{ ref('fct_crawl_outcome') }}) as modelled
)

select record_kind, loaded, modelled
from account
where coalesce(loaded, 0) <> coalesce(modelled, 0)
