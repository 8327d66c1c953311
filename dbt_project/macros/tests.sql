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
