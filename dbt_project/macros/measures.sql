{# The measures of each functional fact table, as printed and as they are called in column names. #}
{% macro expenditure_measures() %}
    {{ return([
        ("本年支出合计", "total"), ("基本支出", "basic"), ("项目支出", "project"),
        ("上缴上级支出", "paid_to_superior"), ("经营支出", "business"), ("对附属单位补助支出", "subsidy_to_affiliated"),
    ]) }}
{% endmacro %}

{% macro fiscal_measures() %}
    {{ return([
        ("年初结转和结余", "opening_balance"), ("本年收入", "income"), ("本年支出合计", "total"),
        ("基本支出", "basic"), ("项目支出", "project"), ("年末结转和结余", "closing_balance"),
    ]) }}
{% endmacro %}

{% macro income_measures() %}
    {{ return([
        ("本年收入合计", "total"), ("财政拨款收入", "fiscal_appropriation"), ("上级补助收入", "superior_subsidy"),
        ("事业收入", "operating"), ("经营收入", "business"), ("附属单位上缴收入", "paid_by_affiliated"),
        ("其他收入", "other"),
    ]) }}
{% endmacro %}

{# The tables that are known by their lines, not by codes: each line is a fact. #}
{% macro line_tables() -%}
    ('T01', 'T04', 'T10', 'T11', 'T15')
{%- endmacro %}

{# The columns that hold the whole amount of a row by economic class. #}
{% macro economic_measures() -%}
    ('决算数', '合计', '本年支出合计', '小计', '金额')
{%- endmacro %}

{% macro measure_names(measures) -%}
    ('{{ measures | map(attribute=0) | join("', '") }}')
{%- endmacro %}

{# The phases of the 三公 table, likewise. #}
{% macro three_public_phases() %}
    {{ return([
        ("final", "final"), ("initial_budget", "initial_budget"), ("adjusted_budget", "adjusted_budget"),
        ("budget_unspecified", "unspecified_budget"),
    ]) }}
{% endmacro %}
