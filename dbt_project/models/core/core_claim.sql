-- Claims about the discloser's own final figures of its own year, from documents that may carry facts.
select
    document.disclosure_key,
    document.document_key,
    document.document_id,
    document.sha256,
    claim.subject,
    claim.subject_path,
    claim.scope,
    claim.phase,
    claim.amount_yuan,
    claim.printed,
    claim.sentence,
    claim.shares,
    claim.spans[1].page as page,
    claim.spans[1].char_start as char_start,
    claim.spans[1].char_end as char_end
from {{ ref('core_document') }} as document
inner join {{ ref('stg_claim') }} as claim on document.document_key = claim.document_key
where
    document.document_kind = 'final_account'
    and claim.entity is null
    and claim.amount_yuan is not null
    and (claim.fiscal_year is null or document.fiscal_year is null or claim.fiscal_year = document.fiscal_year)
