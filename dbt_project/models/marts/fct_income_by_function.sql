{%- set measures = income_measures() -%}
with leaf as (
    {{ function_rows(["T02"], measures) }}
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
