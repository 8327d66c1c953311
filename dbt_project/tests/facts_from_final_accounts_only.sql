-- No budget posted as a final account, no older version and no second copy carries facts.
{%- set facts = [
    "fct_expenditure_by_function", "fct_fiscal_expenditure_by_function", "fct_income_by_function",
    "fct_basic_expenditure_by_economic_class", "fct_expenditure_by_economic_class", "fct_summary", "fct_three_public",
    "fct_headline", "fct_procurement", "fct_quantity", "fct_budget_by_function",
] %}
with fact as (
    {%- for name in facts %}
    select distinct '{{ name }}' as fact_table, document_key from {{ ref(name) }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
)

select fact.fact_table, fact.document_key
from fact
where fact.document_key not in (
    select document_key from {{ ref('fct_document') }}
    where is_current and is_counted and document_kind = 'final_account'
)
