-- From a number to its page: the largest leaf amounts, what was printed, and where it stands.
-- 从数字回到原文：最大的几笔支出，其印刷原文与位置。
SELECT
    spending.department_name,
    spending.fiscal_year,
    spending.function_code,
    spending.line_label,
    spending.total_amount_yuan,
    spending.total_printed,
    spending.unit_printed,
    document.url,
    spending.page,
    spending.table_seq,
    spending.row_no,
    spending.total_col_no,
    cell.column_header,
    spending.document_sha256
FROM fct_expenditure_by_function AS spending
INNER JOIN fct_document AS document USING (document_key)
LEFT JOIN evidence.cell AS cell
    ON spending.document_key = cell.document_key
    AND spending.table_seq = cell.table_seq
    AND spending.row_no = cell.row_no
    AND spending.total_col_no = cell.col_no
WHERE document.is_current
ORDER BY spending.total_amount_yuan DESC NULLS LAST, spending.department_name, spending.function_code
LIMIT 10;
