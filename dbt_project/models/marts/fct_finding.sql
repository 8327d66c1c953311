select
    document.region_code,
    document.fiscal_year,
    document.department_id,
    document.disclosure_key,
    finding.document_key,
    finding.sha256 as document_sha256,
    finding.finding_no,
    finding.rule,
    finding.severity,
    finding.verdict,
    finding.reason,
    finding.message_zh,
    finding.message_en,
    finding.quotes,
    finding.places,
    finding.places[1].page as page,
    finding.places[1].table_seq as table_seq,
    finding.places[1].row_no as row_no,
    finding.places[1].col_no as col_no,
    finding.expected,
    finding.found,
    finding.difference,
    finding.tolerance
from {{ ref('core_finding') }} as finding
inner join {{ ref('core_document') }} as document on finding.document_key = document.document_key
order by document.region_code, document.fiscal_year
