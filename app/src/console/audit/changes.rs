//! What was there before and is there now, as a small table.

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde_json::Value;

use crate::{t::console::audit as texts, ui::NoneCell};

/// The fields that differ; nothing when there is nothing to compare.
pub(super) fn changes(before: Option<&Value>, after: Option<&Value>) -> Option<AnyView> {
    let names: BTreeSet<&str> = [before, after]
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|o| o.keys())
        .map(String::as_str)
        .collect();
    let of = |side: Option<&Value>, name: &str| side.and_then(|value| value.get(name)).and_then(as_text);
    let rows: Vec<_> = names
        .into_iter()
        .map(|name| (name.replace('_', " "), of(before, name), of(after, name)))
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| {
            let gone = before.is_some().then_some("gone");
            let new = after.is_some().then_some("new");
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class=gone>{cell(before)}</td>
                    <td class=new>{cell(after)}</td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    Some(
        view! {
            <table class="diff">
                <caption>{texts::what_changed()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts::field()}</th>
                        <th scope="col">{texts::before()}</th>
                        <th scope="col">{texts::after()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any(),
    )
}

fn cell(text: Option<String>) -> AnyView {
    match text {
        Some(text) => view! { <bdi>{text}</bdi> }.into_any(),
        None => view! { <NoneCell /> }.into_any(),
    }
}

/// A value as people write it; nothing for what is not there.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(true) => Some(texts::yes().to_owned()),
        Value::Bool(false) => Some(texts::no().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(as_text).collect();
            (!items.is_empty()).then(|| items.join(", "))
        }
        Value::Object(_) => Some(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let (before, after) = (json!({ "limit": 5, "name": "A" }), json!({ "limit": 3, "name": "A" }));
        let owner = Owner::new();
        let html = owner.with(|| changes(Some(&before), Some(&after)).map(|view| view.to_html()));
        let html = html.unwrap_or_default();
        assert!(html.contains('5') && html.contains('3') && html.contains("limit"));
        assert!(!html.contains(">name<"));
        assert!(owner.with(|| changes(Some(&before), Some(&before)).is_none()));
        assert!(owner.with(|| changes(None, None).is_none()));
    }

    #[test]
    fn lists_are_written_with_commas_and_nothing_is_none() {
        assert_eq!(as_text(&json!(["sign_in", "lock"])), Some("sign_in, lock".to_owned()));
        assert_eq!(as_text(&json!([])), None);
        assert_eq!(as_text(&Value::Null), None);
    }
}
