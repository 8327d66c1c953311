-- What did the districts spend on one functional section (款) in each year, and how complete is the answer?
-- 各区县各年度某一款级科目的支出，及其覆盖率。
SELECT
    region.region_name,
    spending.fiscal_year,
    spending.section_code,
    sum(spending.total_amount_yuan) AS total_amount_yuan,
    sum(spending.general_public_budget_amount_yuan) AS general_public_budget_amount_yuan,
    max(spending.departments_counted) AS departments_counted,
    max(spending.departments_expected) AS departments_expected,
    max(spending.coverage_rate) AS coverage_rate
FROM agg_region_year_function AS spending
INNER JOIN dim_region AS region USING (region_code)
WHERE spending.section_code = '20103'
GROUP BY ALL
ORDER BY region.region_name, spending.fiscal_year;
