-- What should be doubted: rules that documents fail, with what was expected and found.
-- 存疑之处：未通过的规则、应有数与实有数。
SELECT
    department.department_name,
    finding.fiscal_year,
    finding.rule,
    finding.severity,
    finding.message_zh,
    finding.message_en,
    finding.expected,
    finding.found,
    finding.difference,
    document.url,
    finding.page
FROM fct_finding AS finding
INNER JOIN fct_document AS document ON finding.document_key = document.document_key AND document.is_current
LEFT JOIN dim_department AS department ON finding.department_id = department.department_id
WHERE finding.verdict = 'fail' AND finding.severity IN ('fatal', 'error')
ORDER BY department.department_name, finding.fiscal_year, finding.rule, finding.finding_no
LIMIT 50;
