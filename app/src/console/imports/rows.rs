//! The rows of a file, those with something wrong first.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use types::{ImportRow, ImportRowQuery, JobId, Page, RowPlan};

use crate::{
    console::{
        api::imports::list_import_rows,
        shared::{Extent, Foot, Paging, loaded},
    },
    t::imports as words,
    ui::{Choice, Column, FilterSelect, Priority, SkeletonRows, Status, Table, Tone, Toolbar},
    wording::field_text,
};

/// The table.
#[component]
pub(super) fn Rows(
    /// The import.
    id: JobId,
    /// Grows when the rows were planned anew.
    version: RwSignal<u32>,
) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let rows =
        Resource::new(move || (asked.get(), version.get()), move |(query, _)| list_import_rows(id, query));
    let plans: Vec<Choice> = RowPlan::ALL.iter().map(|one| Choice::new(one.as_str(), plan(*one).1)).collect();
    view! {
        <Toolbar>
            <FilterSelect
                label=words::plan_label()
                name="plan"
                any=words::any_plan()
                options=plans
                value=MaybeProp::derive(move || query.with(|query| query.get("plan")))
            />
        </Toolbar>
        {loaded(rows, || view! { <SkeletonRows /> }.into_any(), table)}
    }
}

fn read_query(query: &ParamsMap) -> ImportRowQuery {
    let plan = query.get("plan").and_then(|word| RowPlan::from_word(&word));
    ImportRowQuery { plan, page: Paging::read(query).query() }
}

fn table(page: Page<ImportRow>) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="pad-x muted sm mb-4">{words::no_rows()}</p> }.into_any();
    }
    let extent = Extent::from(&page);
    let columns = vec![
        Column::new(words::line()).end(),
        Column::new(words::person()),
        Column::new(words::device()).priority(Priority::Sm),
        Column::new(words::what()),
    ];
    view! {
        <Table caption=words::rows() columns=columns>
            {page.items.into_iter().map(row).collect_view()}
        </Table>
        <Foot extent=Signal::stored(extent) text=words::range />
    }
    .into_any()
}

fn plan(plan: RowPlan) -> (Tone, &'static str) {
    match plan {
        RowPlan::Register => (Tone::Success, words::plan::register()),
        RowPlan::CreatePerson => (Tone::Success, words::plan::create_person()),
        RowPlan::Unchanged => (Tone::Off, words::plan::unchanged()),
        RowPlan::Refused => (Tone::Danger, words::plan::refused()),
    }
}

fn row(row: ImportRow) -> impl IntoView {
    let (tone, text) = plan(row.plan);
    let problems = row.problems.iter().map(|problem| {
        let column = problem.path.clone();
        let text = problem_text(&problem.path, problem.code);
        view! {
            <small>
                <code>{column}</code>
                ": "
                {text}
            </small>
        }
    });
    view! {
        <tr>
            <td class="num faint">{row.line}</td>
            <td>
                <bdi class="medium">{row.person}</bdi>
            </td>
            <td class="c-sm">
                {row.device} {row.phone_number.map(|number| view! { <small class="ltr">{number}</small> })}
            </td>
            <td>
                <Status tone=tone text=text />
                {problems.collect_view()}
            </td>
        </tr>
    }
}

/// What is wrong in a column, in the words of a table.
pub(in crate::console) fn problem_text(path: &str, code: types::FieldCode) -> &'static str {
    use types::FieldCode as Code;
    match (path, code) {
        ("user", Code::NotFound) => words::problem::nobody(),
        ("user", Code::Required) => words::problem::no_person(),
        ("user", Code::SwitchedOff) => words::problem::disabled(),
        ("user", Code::OutOfRange) => words::problem::limit(),
        ("platform", Code::Required | Code::UnknownValue) => words::problem::platform(),
        ("platform", Code::SwitchedOff) => words::problem::switched_off(),
        ("phone_number", Code::Malformed) => words::problem::phone(),
        ("ownership", _) => words::problem::ownership(),
        ("email", Code::Required) => words::problem::address(),
        _ => field_text(path, code),
    }
}
