{%- set measures = income_measures() -%}
with leaf as (
    {{ function_rows(["T02"], measures) }}
)

{{ counted_function_rows(measures) }}
