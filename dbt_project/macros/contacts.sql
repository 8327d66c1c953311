{# Telephone numbers, identity numbers and contact names blanked by stars of the same length (offsets stay true). #}
{% macro without_contacts(column) -%}
    {%- set ns = namespace(sql=column) -%}
    {%- set cue = "((?:电话|手机|联系方式|传真|热线)[^0-9\\n]{0,12}" -%}
    {%- for digits, length in [
        ("[0-9]{4}[-—－][0-9]{8}", 13), ("[0-9]{3}[-—－][0-9]{8}", 12), ("[0-9]{4}[-—－][0-9]{7}", 12),
        ("[0-9]{3}[-—－][0-9]{7}", 11), ("1[0-9]{10}", 11), ("[0-9]{8}", 8), ("[0-9]{7}", 7),
    ] -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '" ~ cue ~ ")" ~ digits ~ "\\b', '\\1" ~ ("*" * length)
            ~ "', 'g')" -%}
    {%- endfor -%}
    {%- for length in [4, 3, 2] -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '((?:联系人|经办人|填报人|填表人)[:： ]{1,3})\\p{Han}{" ~ length
            ~ "}(\\P{Han}|$)', '\\1" ~ ("*" * length) ~ "\\2', 'g')" -%}
    {%- endfor -%}
    case when regexp_matches({{ column }}, '电话|手机|联系|传真|热线|经办人|填报人|填表人') then {{ ns.sql }} else {{ column }} end
{%- endmacro %}
