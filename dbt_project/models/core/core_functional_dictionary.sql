-- Functional codes (支出功能分类) by the year in which they were printed: the reference list of codes observed in
-- published accounts, and this warehouse's own tables.
with observed as (
    select
        code,
        cast(unnest(string_split(observed_years, ' ')) as bigint) as fiscal_year,
        name as class_name,
        cast(n_docs as bigint) as documents,
        'reference' as source_name
    from {{ ref('functional_class_observed') }}
),

printed as (
    select
        amount.line_code as code,
        disclosure.fiscal_year,
        amount.line_label as class_name,
        count(distinct disclosure.department_id) as documents,
        'warehouse' as source_name
    from {{ ref('core_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where
        amount.table_id in ('T02', 'T03', 'T05', 'T07', 'T08', 'T12')
        and length(amount.line_code) in (3, 5, 7)
        and amount.line_label is not null
        and disclosure.fiscal_year is not null
    group by amount.line_code, disclosure.fiscal_year, amount.line_label
)

select code, fiscal_year, class_name, {{ class_name_key("class_name") }} as name_key, documents, source_name
from observed
union all
select code, fiscal_year, class_name, {{ class_name_key("class_name") }} as name_key, documents, source_name
from printed
