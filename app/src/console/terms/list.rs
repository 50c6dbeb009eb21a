//! All texts, and the way to a new one.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use types::{MessageLanguage, Permission, TermsKey, TermsRow};

use super::{href, name};
use crate::{
    console::{
        api::terms::list_terms,
        shared::{loaded, may},
    },
    t::terms as texts,
    ui::{
        Button, Card, Choice, Column, EmptyArt, EmptyState, LinkButton, PageHead, PageTitle, Priority,
        SelectField, SkeletonRows, Status, Table, TableCard, Time, Tone,
    },
    wording::country_choices,
};

/// All texts.
#[component]
pub(in crate::console) fn TermsPage() -> impl IntoView {
    let rows = Resource::new(|| (), |()| list_terms());
    let accepted = || {
        may(Permission::UserRead).then(|| {
            view! {
                <LinkButton href="/admin/settings/terms/accepted" icon="check-circle">
                    {texts::accepted()}
                </LinkButton>
            }
        })
    };
    view! {
        <PageTitle text=texts::title() />
        <PageHead title=texts::title() sub=texts::sub() actions=accepted />
        <div class="split">
            <TableCard label=texts::list_label()>
                {loaded(rows, || view! { <SkeletonRows /> }.into_any(), show)}
            </TableCard>
            {may(Permission::SettingsWrite).then(|| view! { <Add /> })}
        </div>
    }
}

/// Which text to write.
#[component]
fn Add() -> impl IntoView {
    let languages = MessageLanguage::ALL.iter();
    let languages: Vec<_> =
        languages.map(|language| Choice::new(language.as_str(), language.name())).collect();
    let countries: Vec<_> = country_choices()
        .into_iter()
        .map(|choice| if choice.value.is_empty() { Choice::new("", texts::all_countries()) } else { choice })
        .collect();
    let (language, country) = (RwSignal::new("en".to_owned()), RwSignal::new(String::new()));
    let navigate = use_navigate();
    let open = move |event: SubmitEvent| {
        event.prevent_default();
        let country = country.get_untracked();
        let language = language.with_untracked(|word| MessageLanguage::from_word(word)).unwrap_or_default();
        let key = TermsKey { language, country: (!country.is_empty()).then_some(country) };
        navigate(&href(&key), NavigateOptions::default());
    };
    view! {
        <Card title=texts::add() sub=texts::add_text()>
            <form method="post" class="stack" on:submit=open>
                <SelectField label=texts::language() name="language" options=languages bind=language />
                <SelectField label=texts::country() name="country" options=countries bind=country />
                <div>
                    <Button submit=true end_icon="arrow-end">
                        {texts::open()}
                    </Button>
                </div>
            </form>
        </Card>
    }
}

fn show(rows: Vec<TermsRow>) -> AnyView {
    use texts::column as head;
    if rows.is_empty() {
        return view! {
            <EmptyState title=texts::none() art=EmptyArt::Open>
                <p>{texts::none_text()}</p>
            </EmptyState>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(head::text()),
        Column::new(head::state()).priority(Priority::Sm),
        Column::new(head::accepted()).priority(Priority::Sm),
        Column::new(head::changed()).priority(Priority::Md),
    ];
    view! {
        <Table caption=texts::caption() columns=columns>
            {rows.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}

fn line(row: TermsRow) -> impl IntoView {
    let (tone, state) = match row.is_in_force {
        true => (Tone::Success, texts::in_force()),
        false => (Tone::Off, texts::withdrawn()),
    };
    view! {
        <tr>
            <td>
                <a class="name" href=href(&row.key)>
                    <bdi>{name(&row.key)}</bdi>
                </a>
                <small>{texts::version(row.version)}</small>
                <span class="only-sm">
                    <Status tone=tone text=state />
                </span>
            </td>
            <td class="c-sm">
                <Status tone=tone text=state />
            </td>
            <td class="c-sm muted">{texts::accepted_times(row.accepted)}</td>
            <td class="c-md muted">
                <Time at=row.changed_at />
                <small>
                    <bdi>{row.changed_by}</bdi>
                </small>
            </td>
        </tr>
    }
}
