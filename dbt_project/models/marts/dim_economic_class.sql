with observed as (
    {{ class_entries(
        "economic_class_observed",
        "(amount.table_id = 'T06' or amount.table_id in ('T13', 'T14') and amount.line_code like '3%')"
    ) }}
),

entry as (
    select
        fiscal_year,
        code,
        first(class_name order by source_name = 'warehouse' desc, documents desc, class_name) as class_name,
        count(distinct class_name) > 1 as has_name_conflict,
        cast(coalesce(sum(documents) filter (where source_name = 'reference'), 0) as bigint) as reference_documents,
        cast(coalesce(sum(documents) filter (where source_name = 'warehouse'), 0) as bigint) as warehouse_documents
    from observed
    group by fiscal_year, code
),

former as (
    {{ former_class_names("entry") }}
),

listed as (
    select distinct code from {{ ref('economic_class_observed') }}
)

select
    entry.fiscal_year,
    entry.code as economic_code,
    entry.class_name as economic_name,
    concat_ws(' / ', class.class_name, if(length(entry.code) > 3, entry.class_name, null)) as economic_path,
    case length(entry.code) when 3 then 'class' when 5 then 'section' else 'unknown' end as grain,
    case when length(entry.code) = 5 then left(entry.code, 3) end as parent_code,
    entry.has_name_conflict,
    entry.reference_documents,
    entry.warehouse_documents,
    entry.reference_documents + entry.warehouse_documents = 1 as is_singleton,
    listed.code is null as is_unlisted,
    former.former_name,
    former.former_name_year
from entry
left join entry as class on entry.fiscal_year = class.fiscal_year and left(entry.code, 3) = class.code
left join former on entry.fiscal_year = former.fiscal_year and entry.code = former.code
left join listed on entry.code = listed.code
