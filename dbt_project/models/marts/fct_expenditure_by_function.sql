{%- set measures = expenditure_measures() -%}
with leaf as (
    {{ function_rows(["T03"], measures) }}
    union all
    {{ narrative_function_rows(measures | map(attribute=1) | list) }}
    and scope = 'all'
    and disclosure_key not in (
        select disclosure_key from {{ ref('core_amount') }} where is_leaf and table_id = 'T03'
    )
)

{{ counted_function_rows(measures) }}
