with share as (
    select
        claim.disclosure_key,
        claim.subject,
        claim.shares[1].rate as stated_share_rate,
        claim.shares[1].of as share_of
    from {{ ref('core_claim') }} as claim
    where
        claim.phase = 'final'
        and len(claim.shares) > 0
        and claim.subject in ('中小企业合同', '小微企业合同', '政府采购货物', '政府采购工程', '政府采购服务')
    qualify row_number() over (
        partition by claim.disclosure_key, claim.subject
        order by claim.document_key, claim.page, claim.char_start, claim.amount_yuan
    ) = 1
)

select
    {{ discloser_columns() }},
    headline.subject as procurement_item,
    headline.amount_yuan,
    share.stated_share_rate,
    share.share_of,
    {{ headline_source_columns("headline") }}
from {{ ref('core_headline') }} as headline
{{ discloser_joins("headline") }}
left join share on headline.disclosure_key = share.disclosure_key and headline.subject = share.subject
where
    disclosure.is_counted
    and headline.phase = 'final'
    and headline.scope = 'all'
    and not headline.is_quarantined
    and headline.subject in (
        '政府采购', '政府采购货物', '政府采购工程', '政府采购服务', '中小企业合同', '小微企业合同', '政府购买服务'
    )
