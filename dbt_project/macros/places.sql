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

{# An amount slot with its place, as every fact of one slot ends. #}
{% macro printed_amount_columns(amount) -%}
    {{ amount }}.document_key,
    {{ amount }}.sha256 as document_sha256,
    {{ amount }}.page,
    {{ amount }}.table_seq,
    {{ amount }}.row_no,
    {{ amount }}.group_no,
    {{ amount }}.col_no,
    {{ amount }}.unit_printed,
    {{ amount }}.amount_yuan,
    {{ amount }}.printed
{%- endmacro %}

{# Where a headline figure was taken from: a table or a sentence. #}
{% macro headline_source_columns(headline) -%}
    {{ headline }}.source_kind,
    {{ headline }}.table_id,
    {{ headline }}.document_key,
    {{ headline }}.sha256 as document_sha256,
    {{ headline }}.page,
    {{ headline }}.table_seq,
    {{ headline }}.row_no,
    {{ headline }}.col_no,
    {{ headline }}.char_start,
    {{ headline }}.char_end,
    {{ headline }}.unit_printed,
    {{ headline }}.printed
{%- endmacro %}
