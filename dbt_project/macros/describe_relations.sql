{# Descriptions as comments on every built table and column, in one transaction: dbt's own persist_docs writes each
   comment through to the disk by itself. Publishing carries the comments into the release. #}
{% macro describe_relations(results) %}
    {%- if execute and flags.WHICH in ("build", "run") -%}
        {%- set statements = [] -%}
        {%- for result in results
            if result.node.resource_type == "model"
            and result.status == "success"
            and result.node.config.materialized in ("table", "view")
            and result.node.schema in ("marts", "evidence") -%}
            {%- set name = result.node.schema ~ '."' ~ result.node.name ~ '"' -%}
            {%- do statements.append("comment on " ~ result.node.config.materialized ~ " " ~ name ~ " is " ~ quoted_text(result.node.description)) -%}
            {%- for column in result.node.columns.values() -%}
                {%- do statements.append(
                    "comment on column " ~ name ~ '."' ~ column.name ~ '" is ' ~ quoted_text(column.description)
                ) -%}
            {%- endfor -%}
        {%- endfor -%}
        {% if statements %}{% do run_query("begin; " ~ statements | join("; ") ~ "; commit") %}{% endif %}
    {%- endif -%}
{% endmacro %}

{% macro quoted_text(text) -%}
    '{{ text | trim | replace("'", "''") }}'
{%- endmacro %}
