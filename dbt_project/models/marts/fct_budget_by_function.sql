with stated as (
    select
        claim.disclosure_key,
        claim.document_key,
        claim.sha256,
        claim.scope,
        {{ class_name_key("claim.subject_path[1]") }} as class_key,
        {{ class_name_key("claim.subject_path[2]") }} as section_key,
        {{ class_name_key("claim.subject_path[3]") }} as item_key,
        coalesce(claim.subject_path[3], claim.subject_path[2], claim.subject_path[1]) as line_label,
        claim.phase,
        cast(claim.amount_yuan as decimal(18, 2)) as amount_yuan,
        claim.printed,
        claim.page,
        claim.char_start,
        claim.char_end
    from {{ ref('core_claim') }} as claim
    where claim.subject = 'functional_class' and claim.scope is not null and {{ not_doubted("claim") }}
    qualify row_number() over (
        partition by claim.disclosure_key, claim.scope, class_key, section_key, item_key, claim.phase
        order by claim.document_key, claim.page, claim.char_start, claim.amount_yuan
    ) = 1
),

from_text as (
    select
        budget.disclosure_key,
        'narrative' as source_kind,
        cast(null as varchar) as table_id,
        budget.scope as fund_type,
        path.function_code,
        budget.line_label,
        path.class_code,
        path.section_code,
        path.item_code,
        path.grain,
        path.code_source,
        budget.phase,
        budget.amount_yuan as budget_amount_yuan,
        final.amount_yuan as final_amount_yuan,
        budget.document_key,
        budget.sha256 as document_sha256,
        budget.page,
        cast(null as bigint) as table_seq,
        cast(null as bigint) as row_no,
        cast(null as bigint) as col_no,
        budget.char_start,
        budget.char_end,
        budget.printed
    from stated as budget
    inner join {{ ref('core_disclosure') }} as disclosure on budget.disclosure_key = disclosure.disclosure_key
    inner join {{ ref('core_narrative_path') }} as path
        on disclosure.fiscal_year is not distinct from path.fiscal_year
        and budget.class_key is not distinct from path.class_key
        and budget.section_key is not distinct from path.section_key
        and budget.item_key is not distinct from path.item_key
    left join stated as final
        on budget.disclosure_key = final.disclosure_key
        and budget.scope = final.scope
        and budget.class_key is not distinct from final.class_key
        and budget.section_key is not distinct from final.section_key
        and budget.item_key is not distinct from final.item_key
        and final.phase = 'final'
    where budget.phase <> 'final'
),

from_table as (
    select
        budget.disclosure_key,
        'table' as source_kind,
        budget.table_id,
        if(budget.table_id = 'T03', 'all', budget.fund_type) as fund_type,
        budget.line_code as function_code,
        budget.line_label,
        {{ code_levels("budget.line_code") }},
        'printed' as code_source,
        budget.phase,
        budget.amount_yuan as budget_amount_yuan,
        final.amount_yuan as final_amount_yuan,
        budget.document_key,
        budget.sha256 as document_sha256,
        budget.page,
        budget.table_seq,
        budget.row_no,
        budget.col_no,
        cast(null as bigint) as char_start,
        cast(null as bigint) as char_end,
        budget.printed
    from {{ ref('core_judged_amount') }} as budget
    left join {{ ref('core_judged_amount') }} as final
        on budget.document_key = final.document_key
        and budget.table_seq = final.table_seq
        and budget.row_no = final.row_no
        and budget.group_no = final.group_no
        and final.is_fact
        and not final.is_quarantined
        and final.measure = '本年支出合计'
    where
        budget.table_id in ('T03', 'T05', 'T07', 'T08', 'T12')
        and budget.is_leaf
        and budget.phase <> 'final'
        and budget.measure = '本年支出合计'
        and budget.amount_yuan is not null
        and not budget.is_quarantined
),

budget as (
    {%- for source in ["from_text", "from_table"] %}
    select
        disclosure_key, source_kind, table_id, fund_type, function_code, line_label, class_code, section_code,
        item_code, grain, code_source, phase, budget_amount_yuan, final_amount_yuan, document_key, document_sha256,
        page, table_seq, row_no, col_no, char_start, char_end, printed
    from {{ source }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    {{ discloser_columns() }},
    budget.source_kind,
    budget.table_id,
    budget.fund_type,
    budget.function_code,
    budget.line_label,
    budget.class_code,
    budget.section_code,
    budget.item_code,
    budget.grain,
    budget.code_source,
    budget.phase,
    budget.budget_amount_yuan,
    budget.final_amount_yuan,
    budget.document_key,
    budget.document_sha256,
    budget.page,
    budget.table_seq,
    budget.row_no,
    budget.col_no,
    budget.char_start,
    budget.char_end,
    budget.printed
from budget
{{ discloser_joins("budget") }}
where disclosure.is_counted
