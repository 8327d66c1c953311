-- The 三公 expenses against their budget, by region and year.
-- 各区县各年度“三公”经费决算与预算。
SELECT
    region.region_name,
    expense.fiscal_year,
    expense.item_name,
    sum(expense.final_amount_yuan) AS final_amount_yuan,
    sum(coalesce(
        expense.initial_budget_amount_yuan,
        expense.adjusted_budget_amount_yuan,
        expense.unspecified_budget_amount_yuan
    )) AS budget_amount_yuan,
    count(DISTINCT expense.department_id) AS departments
FROM fct_three_public AS expense
INNER JOIN dim_region AS region USING (region_code)
GROUP BY ALL
ORDER BY region.region_name, expense.fiscal_year, expense.item_name;
