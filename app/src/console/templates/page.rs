//! One template: which it is stands in the address.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};
use types::{
    ErrorCode, MessageKind, MessageLanguage, Platform, TemplateDetail, TemplateKey, TemplateRow,
    TemplateVersion,
};

use super::editor::Editor;
use crate::{
    console::{
        api::templates::{find_template, list_templates, template_history},
        shared::loaded,
    },
    request::Failure,
    ui::SkeletonCard,
};

/// What the page shows.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Opened {
    /// The template.
    pub(super) detail: TemplateDetail,
    /// All templates, to tell which others are changed.
    pub(super) rows: Vec<TemplateRow>,
    /// Its changes, newest first.
    pub(super) history: Vec<TemplateVersion>,
}

/// One template, by kind, language and platform in the address.
#[component]
pub(in crate::console) fn TemplatePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let key = Memo::new(move |_| {
        Some(TemplateKey {
            kind: params.with(|params| MessageKind::from_word(&params.get("kind")?))?,
            language: params.with(|params| MessageLanguage::from_word(&params.get("language")?))?,
            platform: query.with(|query| Platform::from_word(&query.get("platform")?)),
        })
    });
    let again = RwSignal::new(0_u32);
    let opened = Resource::new(
        move || (key.get(), again.get()),
        async |(key, _)| match key {
            Some(key) => open(key).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(
        opened,
        || view! { <SkeletonCard /> }.into_any(),
        move |opened| {
            view! { <Editor opened=opened reload=move || again.update(|times| *times += 1) /> }.into_any()
        },
    )
}

async fn open(key: TemplateKey) -> Result<Opened, Failure> {
    let detail = find_template(key).await?;
    let rows = list_templates().await?;
    let history = template_history(key).await?;
    Ok(Opened { detail, rows, history })
}
