//! Terms of use as people read them.

use leptos::prelude::*;
use types::{MessageLanguage, TermsBlock, terms::blocks};

/// A text with its headings, lists and paragraphs; nothing in it is taken for markup.
#[component]
pub fn TermsBody(
    /// The text.
    #[prop(into)]
    text: String,
    /// What it is written in.
    language: MessageLanguage,
) -> impl IntoView {
    let shown: Vec<_> = blocks(&text).into_iter().map(block).collect();
    view! {
        <div class="terms stack stack-3" lang=language.as_str() dir=language.direction()>
            {shown}
        </div>
    }
}

fn block(block: TermsBlock<'_>) -> AnyView {
    match block {
        TermsBlock::Heading(text) => view! { <h2 class="md">{text.to_owned()}</h2> }.into_any(),
        TermsBlock::List(entries) => {
            let entries: Vec<_> =
                entries.into_iter().map(|entry| view! { <li>{entry.to_owned()}</li> }).collect();
            view! { <ul>{entries}</ul> }.into_any()
        }
        TermsBlock::Paragraph(lines) => {
            let shown = lines.into_iter().enumerate().map(|(number, line)| {
                let line = line.to_owned();
                view! {
                    {(number > 0).then(|| view! { <br /> })}
                    {line}
                }
            });
            let shown: Vec<_> = shown.collect();
            view! { <p>{shown}</p> }.into_any()
        }
    }
}
