with observed as (
    select
        code,
        cast(unnest(string_split(observed_years, ' ')) as bigint) as fiscal_year,
        name as class_name,
        cast(n_docs as bigint) as documents,
        'reference' as source_name
    from {{ ref('economic_class_observed') }}
    union all
    select
        amount.line_code as code,
        disclosure.fiscal_year,
        amount.line_label as class_name,
        count(distinct amount.disclosure_key) as documents,
        'warehouse' as source_name
    from {{ ref('core_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where
        amount.line_code is not null
        and (amount.table_id = 'T06' or amount.table_id in ('T13', 'T14') and amount.line_code like '3%')
        and amount.line_label is not null
        and disclosure.fiscal_year is not null
    group by amount.line_code, disclosure.fiscal_year, amount.line_label
)

select
    fiscal_year,
    code as economic_code,
    first(class_name order by source_name = 'warehouse' desc, documents desc, class_name) as economic_name,
    case length(code) when 3 then 'class' when 5 then 'section' else 'unknown' end as grain,
    case when length(code) = 5 then left(code, 3) end as parent_code,
    count(distinct class_name) > 1 as has_name_conflict,
    cast(coalesce(sum(documents) filter (where source_name = 'reference'), 0) as bigint) as reference_documents,
    cast(coalesce(sum(documents) filter (where source_name = 'warehouse'), 0) as bigint) as warehouse_documents
from observed
group by fiscal_year, code
