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

select
    {{ discloser_columns() }},
    {{ function_fact_columns("leaf") }}
    {%- for measure, name in measures %},
    leaf.{{ name }}_amount_yuan,
    leaf.{{ name }}_col_no,
    leaf.{{ name }}_printed
    {%- endfor %}
from leaf
{{ discloser_joins("leaf") }}
where disclosure.is_counted
