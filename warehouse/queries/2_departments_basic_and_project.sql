-- Which departments spend most, and how much of it is basic and how much project expenditure?
-- 支出最多的部门，及其基本支出与项目支出。
SELECT
    region.region_name,
    spending.fiscal_year,
    spending.department_name,
    sum(spending.total_amount_yuan) AS total_amount_yuan,
    sum(spending.basic_amount_yuan) AS basic_amount_yuan,
    sum(spending.project_amount_yuan) AS project_amount_yuan,
    CAST(round(sum(spending.project_amount_yuan) / nullif(sum(spending.total_amount_yuan), 0), 4) AS DECIMAL(9, 4))
        AS project_share
FROM fct_expenditure_by_function AS spending
INNER JOIN dim_region AS region USING (region_code)
GROUP BY ALL
ORDER BY total_amount_yuan DESC NULLS LAST, spending.department_name, spending.fiscal_year
LIMIT 20;
