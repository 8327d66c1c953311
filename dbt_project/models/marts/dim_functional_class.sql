-- Codes by year: as observed in the reference list, as printed here, and, for codes that a sentence was resolved to,
-- under the name of the nearest year.
with entry as (
    select
        fiscal_year,
        code,
        first(class_name order by source_name = 'warehouse' desc, documents desc, class_name) as class_name,
        count(distinct name_key) as names,
        sum(documents) filter (where source_name = 'reference') as reference_documents,
        sum(documents) filter (where source_name = 'warehouse') as warehouse_documents
    from {{ ref('core_functional_dictionary') }}
    group by fiscal_year, code
),

resolved as (
    select distinct disclosure.fiscal_year, amount.function_code as code
    from {{ ref('core_narrative_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where
        amount.function_code is not null
        and disclosure.fiscal_year is not null
        and not exists (
            select 1 from entry
            where entry.fiscal_year = disclosure.fiscal_year and entry.code = amount.function_code
        )
),

every_entry as (
    select
        fiscal_year,
        code,
        class_name,
        names,
        coalesce(reference_documents, 0) as reference_documents,
        coalesce(warehouse_documents, 0) as warehouse_documents,
        fiscal_year as name_year
    from entry
    union all
    select
        resolved.fiscal_year,
        resolved.code,
        arg_min(entry.class_name, abs(entry.fiscal_year - resolved.fiscal_year)) as class_name,
        1 as names,
        0 as reference_documents,
        0 as warehouse_documents,
        arg_min(entry.fiscal_year, abs(entry.fiscal_year - resolved.fiscal_year)) as name_year
    from resolved
    left join entry on resolved.code = entry.code
    group by resolved.fiscal_year, resolved.code
),

former as (
    {{ former_class_names("every_entry") }}
),

listed as (
    select distinct code from {{ ref('functional_class_observed') }}
)

select
    entry.fiscal_year,
    entry.code as function_code,
    entry.class_name as function_name,
    concat_ws(
        ' / ', class.class_name, if(length(entry.code) > 3, coalesce(section.class_name, '?'), null),
        if(length(entry.code) > 5, entry.class_name, null)
    ) as function_path,
    case length(entry.code) when 3 then 'class' when 5 then 'section' when 7 then 'item' else 'unknown' end as grain,
    case when length(entry.code) in (5, 7) then left(entry.code, length(entry.code) - 2) end as parent_code,
    case when length(entry.code) >= 3 then left(entry.code, 3) end as class_code,
    case when length(entry.code) >= 5 then left(entry.code, 5) end as section_code,
    entry.names > 1 as has_name_conflict,
    cast(entry.reference_documents as bigint) as reference_documents,
    cast(entry.warehouse_documents as bigint) as warehouse_documents,
    entry.reference_documents + entry.warehouse_documents = 1 as is_singleton,
    listed.code is null as is_unlisted,
    former.former_name,
    former.former_name_year,
    entry.name_year
from every_entry as entry
left join every_entry as class on entry.fiscal_year = class.fiscal_year and left(entry.code, 3) = class.code
left join every_entry as section on entry.fiscal_year = section.fiscal_year and left(entry.code, 5) = section.code
left join former on entry.fiscal_year = former.fiscal_year and entry.code = former.code
left join listed on entry.code = listed.code
