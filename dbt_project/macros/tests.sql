{# The columns together are never null and never repeated: the grain of a model. #}
{% test primary_key(model, columns) %}
    select {{ columns | join(", ") }}, count(*) as row_count
    from {{ model }}
    group by {{ columns | join(", ") }}
    having count(*) > 1 {% for column in columns %} or {{ column }} is null {% endfor %}
{% endtest %}

{# Zero results are never success: the model has at least one row. #}
{% test not_empty(model) %}
    select 'empty' as problem
    where not exists (select 1 from {{ model }})
{% endtest %}

{# Like primary_key, for a key in which columns may be null: null is one more value. #}
{% test primary_key_nullable(model, columns) %}
    select {{ columns | join(", ") }}, count(*) as row_count
    from {{ model }}
    group by {{ columns | join(", ") }}
    having count(*) > 1
{% endtest %}

{# Every fact says whose it is and where it stands, and each of these leads to a row of its dimension. #}
{% test discloser_and_document_known(model) %}
    {%- set dimensions = [
        ("region_code", ref("dim_region")), ("department_id", ref("dim_department")),
        ("fiscal_year", ref("dim_fiscal_year")), ("document_key", ref("fct_document")),
    ] %}
    {%- for column, dimension in dimensions %}
    select '{{ column }}' as problem, cast({{ column }} as varchar) as found
    from {{ model }}
    where {{ column }} is null or {{ column }} not in (select {{ column }} from {{ dimension }})
    union all
    {%- endfor %}
    select 'page' as problem, document_key as found
    from {{ model }}
    where page is null
{% endtest %}
