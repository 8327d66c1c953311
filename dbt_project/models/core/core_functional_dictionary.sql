-- Functional codes (支出功能分类) by the year in which they were printed.
with entry as (
    {{ class_entries(
        "functional_class_observed",
        "amount.table_id in ('T02', 'T03', 'T05', 'T07', 'T08', 'T12') and length(amount.line_code) in (3, 5, 7)"
    ) }}
)

select code, fiscal_year, class_name, {{ class_name_key("class_name") }} as name_key, documents, source_name
from entry
