{# Keep what became of every node in the build itself: publishing reads it and refuses a build that did not pass. #}
{% macro record_node_results(results) %}
    {%- if execute and flags.WHICH in ("build", "run", "test", "seed") %}
        {% do run_query("create schema if not exists build") %}
        {% do run_query(
            "create or replace table build.node_result"
            ~ " (node_name varchar, node_kind varchar, status varchar, failures bigint)"
        ) %}
        {%- set rows = [] -%}
        {%- for result in results -%}
            {%- do rows.append(
                "('" ~ result.node.name ~ "', '" ~ result.node.resource_type ~ "', '" ~ result.status ~ "', "
                ~ (result.failures if result.failures is not none else 0) ~ ")"
            ) -%}
        {%- endfor -%}
        {% if rows %}{% do run_query("insert into build.node_result values " ~ rows | join(", ")) %}{% endif %}
    {%- endif %}
{% endmacro %}
