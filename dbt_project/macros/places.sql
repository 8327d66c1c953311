{# A place as findings carry it, so that places of findings and of models can stand in one column. #}
{% macro place(page, table_seq, row_no, col_no, char_start, char_end) -%}
    struct_pack(
        page := {{ page }}, table_seq := {{ table_seq }}, row_no := {{ row_no }}, col_no := {{ col_no }},
        char_start := {{ char_start }}, char_end := {{ char_end }}
    )
{%- endmacro %}

{% macro headline_place(row) -%}
    {{ place(row ~ ".page", row ~ ".table_seq", row ~ ".row_no", row ~ ".col_no", row ~ ".char_start",
        row ~ ".char_end") }}
{%- endmacro %}

{% macro table_place(row) -%}
    {{ place(row ~ ".page", row ~ ".table_seq", row ~ ".row_no", row ~ ".col_no", "cast(null as bigint)",
        "cast(null as bigint)") }}
{%- endmacro %}

{# What an amount slot is, wherever a copy of its table stands: line, side, column and phase. #}
{% macro slot_name(slot) -%}
    concat_ws(
        '|', coalesce({{ slot }}.line_code, ''), coalesce({{ slot }}.line_label, ''),
        coalesce({{ slot }}.parent_label, ''), coalesce({{ slot }}.side, ''), coalesce({{ slot }}.measure, ''),
        {{ slot }}.phase
    )
{%- endmacro %}

{% macro no_place() -%}
    cast(
        null as struct(
            page bigint, table_seq bigint, row_no bigint, col_no bigint, char_start bigint, char_end bigint
        )
    )
{%- endmacro %}
