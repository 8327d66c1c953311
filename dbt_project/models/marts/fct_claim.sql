select
    document.region_code,
    coalesce(claim.fiscal_year, document.fiscal_year) as fiscal_year,
    document.fiscal_year as document_fiscal_year,
    document.department_id,
    coalesce(disclosure.is_counted, false) as is_counted,
    document.disclosure_key,
    claim.document_key,
    claim.sha256 as document_sha256,
    claim.claim_no,
    claim.entity,
    claim.subject,
    claim.subject_path,
    claim.scope,
    claim.phase,
    cast(claim.amount_yuan as decimal(18, 2)) as amount_yuan,
    claim.printed,
    claim.sentence,
    claim.spans[1].page as page,
    claim.spans[1].char_start as char_start,
    claim.spans[1].char_end as char_end,
    claim.quantities,
    claim.comparisons,
    claim.shares,
    claim.completions,
    doubted.document_key is not null as is_quarantined
from {{ ref('core_statement') }} as claim
inner join {{ ref('core_document') }} as document on claim.document_key = document.document_key
inner join {{ ref('core_disclosure') }} as disclosure on document.disclosure_key = disclosure.disclosure_key
left join {{ ref('core_doubted_claim') }} as doubted
    on claim.document_key = doubted.document_key
    and claim.spans[1].page = doubted.page
    and claim.spans[1].char_start = doubted.char_start
    and claim.amount_yuan = doubted.amount_yuan
