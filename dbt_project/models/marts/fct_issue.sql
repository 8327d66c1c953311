select
    document.region_code,
    document.fiscal_year,
    document.department_id,
    document.disclosure_key,
    issue.document_key,
    issue.sha256 as document_sha256,
    row_number() over (
        partition by issue.document_key
        order by issue.stage, issue.page, issue.table_seq, issue.row_no, issue.col_no, issue.char_start, issue.code,
            issue.message
    ) as issue_no,
    issue.stage,
    issue.code,
    issue.severity,
    issue.page,
    issue.table_seq,
    issue.row_no,
    issue.col_no,
    issue.char_start,
    issue.message
from {{ ref('core_issue') }} as issue
inner join {{ ref('core_document') }} as document on issue.document_key = document.document_key
