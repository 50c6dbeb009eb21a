//! How certificates find their holders: rules in order.

use leptos::prelude::*;
use types::{CertificateField, MappingRule, PersonField};

use crate::{
    console::shared::Sending,
    t::sign_in as words,
    ui::{Button, ButtonKind, Card, Choice, FormError, IconButton, List, SelectField},
};

#[component]
pub(super) fn Rules(rules: RwSignal<Vec<MappingRule>>, sending: Sending, may_write: bool) -> impl IntoView {
    let row = move |(at, rule): (usize, MappingRule)| {
        let up = move |_| rules.update(|rules| rules.swap(at.saturating_sub(1), at));
        let remove = move |_| {
            rules.update(|rules| {
                rules.remove(at);
            })
        };
        let name = rule_name(rule);
        view! {
            <li>
                <span class="grow">{name.clone()}</span>
                {may_write
                    .then(|| {
                        view! {
                            {(at > 0)
                                .then(|| {
                                    view! {
                                        <IconButton
                                            icon="sort-up"
                                            label=words::rule_up(name.clone())
                                            kind=ButtonKind::Quiet
                                            on:click=up
                                        />
                                    }
                                })}
                            <IconButton
                                icon="delete"
                                label=words::rule_remove(name)
                                kind=ButtonKind::Quiet
                                on:click=remove
                            />
                        }
                    })}
            </li>
        }
    };
    view! {
        <Card id="rules" title=words::rules() sub=words::rules_sub()>
            <FormError text=sending.field("rules") />
            <List label=words::rules()>
                {move || rules.get().into_iter().enumerate().map(row).collect_view()}
            </List>
            {may_write.then(|| view! { <Add rules=rules /> })}
        </Card>
    }
}

/// One more rule, of those that are not there yet.
#[component]
fn Add(rules: RwSignal<Vec<MappingRule>>) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let left = Memo::new(move |_| {
        let missing = |rule: &MappingRule| rules.with(|rules| !rules.contains(rule));
        all().filter(missing).map(|rule| Choice::new(word(rule), rule_name(rule))).collect::<Vec<_>>()
    });
    let add = move |_| {
        let wanted = left.with_untracked(|left| {
            let word = chosen.get_untracked();
            left.iter()
                .find(|choice| choice.value == word)
                .or(left.first())
                .map(|choice| choice.value.clone())
        });
        if let Some(rule) = all().find(|rule| Some(word(*rule)) == wanted) {
            rules.update(|rules| rules.push(rule));
        }
    };
    view! {
        <Show when=move || left.with(|left| !left.is_empty())>
            <div class="row row-3 mt-4">
                <SelectField label=words::rule_new() name="rule" options=left bind=chosen />
                <Button icon="plus" on:click=add>
                    {words::rule_add()}
                </Button>
            </div>
        </Show>
    }
}

fn all() -> impl Iterator<Item = MappingRule> {
    CertificateField::ALL
        .iter()
        .flat_map(|from| PersonField::ALL.iter().map(|to| MappingRule { from: *from, to: *to }))
}

fn word(rule: MappingRule) -> String {
    format!("{}-{}", rule.from, rule.to)
}

fn rule_name(rule: MappingRule) -> String {
    let from = match rule.from {
        CertificateField::Upn => words::from_upn(),
        CertificateField::Email => words::from_email(),
        CertificateField::CommonName => words::from_common_name(),
        CertificateField::UserId => words::from_user_id(),
        CertificateField::SerialNumber => words::from_serial_number(),
        CertificateField::SubjectEmail => words::from_subject_email(),
    };
    match rule.to {
        PersonField::Username => words::rule_username(from),
        PersonField::Email => words::rule_email(from),
    }
}
