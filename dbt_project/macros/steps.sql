{# The finest printed digit of an amount in yuan: 0.01 万元 is 100 yuan. The unit stands in `unit` or after the number. #}
{% macro printed_step(printed, unit) -%}
    cast(
        case regexp_extract(coalesce({{ unit }}, {{ printed }}), '[千万亿]?元')
            when '元' then 1 when '千元' then 1000 when '万元' then 10000 when '亿元' then 100000000 else 1
        end
        * power(10, -length(regexp_extract({{ printed }}, '\.([0-9]+)', 1))) as decimal(18, 6)
    )
{%- endmacro %}

{# Equal, within the tolerance of rounding, or different. #}
{% macro verdict(difference, tolerance) -%}
    case
        when {{ difference }} is null then 'insufficient_data'
        when {{ difference }} = 0 then 'pass'
        when abs({{ difference }}) <= {{ tolerance }} then 'rounding'
        else 'fail'
    end
{%- endmacro %}
