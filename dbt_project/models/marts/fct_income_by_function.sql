{%- set measures = [
    ("本年收入合计", "total"), ("财政拨款收入", "fiscal_appropriation"), ("上级补助收入", "superior_subsidy"),
    ("事业收入", "operating"), ("经营收入", "business"), ("附属单位上缴收入", "paid_by_affiliated"),
    ("其他收入", "other"),
] -%}
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
