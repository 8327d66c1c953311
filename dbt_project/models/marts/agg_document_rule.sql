select
    document.region_code,
    document.fiscal_year,
    document.department_id,
    document.disclosure_key,
    counted.document_key,
    counted.sha256 as document_sha256,
    counted.rule,
    counted.severity,
    counted.verdict,
    counted.comparisons
from {{ ref('core_rule_count') }} as counted
inner join {{ ref('core_document') }} as document on counted.document_key = document.document_key
