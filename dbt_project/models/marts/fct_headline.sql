select
    {{ discloser_columns() }},
    headline.subject,
    headline.scope,
    headline.phase,
    headline.amount_yuan,
    {{ headline_source_columns("headline") }}
from {{ ref('core_headline') }} as headline
{{ discloser_joins("headline") }}
where disclosure.is_counted and not headline.is_quarantined
