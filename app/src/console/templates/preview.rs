//! The message beside its texts, made by the server with the code that makes those that are sent.

use std::time::Duration;

use leptos::{html, prelude::*};
use types::{ApiError, PreviewScheme, TemplateKey, TemplatePreview, TemplateTexts};

use super::editor::Fields;
use crate::{
    console::api::templates::preview_template,
    t::templates as texts,
    ui::{Card, Choice, Note, Segmented, Tone},
    wording::fault_text,
};

/// Name of the frame that shows the message.
const FRAME: &str = "template-frame";

/// After the last key press.
const PAUSE: Duration = Duration::from_millis(400);

/// What the server made of the texts last.
#[derive(Clone, Copy, Default)]
pub(super) struct Previewed {
    made: RwSignal<Option<TemplatePreview>>,
    error: RwSignal<Option<ApiError>>,
}

impl Previewed {
    /// What is wrong with a text, in words.
    pub(super) fn field(self, path: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| error.as_ref()?.fault(path).map(fault_text)))
    }

    /// The text message with sample data.
    pub(super) fn sms(self) -> Option<String> {
        self.made.with(|made| made.as_ref()?.sms.clone())
    }
}

/// The message on a phone, on a desktop, as plain text or as a text message.
#[component]
pub(super) fn Preview(key: TemplateKey, fields: Fields, previewed: Previewed) -> impl IntoView {
    let shown = RwSignal::new("phone".to_owned());
    let scheme = RwSignal::new(PreviewScheme::Light.to_string());
    let form = NodeRef::<html::Form>::new();
    let asked = StoredValue::new(0_u32);
    let sent = RwSignal::new(fields_now(fields));
    let make = move |number: u32, texts: TemplateTexts| {
        leptos::task::spawn_local(async move {
            let answer = preview_template(key, texts.clone()).await;
            // A later question has its own answer.
            if asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(made) => {
                    previewed.error.set(None);
                    previewed.made.set(Some(made));
                    sent.set(texts);
                }
                Err(failure) => previewed.error.set(Some(failure.0)),
            }
        });
    };
    Effect::new(move |before: Option<()>| {
        let texts = fields.texts();
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let pause = if before.is_some() { PAUSE } else { Duration::ZERO };
        _ = set_timeout(
            move || {
                if asked.try_get_value() == Some(number) {
                    make(number, texts);
                }
            },
            pause,
        );
    });
    // The frame loads what was made, as a document of its own, once the fields hold it.
    Effect::new(move |_| {
        scheme.track();
        sent.track();
        if previewed.made.with(Option::is_some) {
            _ = request_animation_frame(move || {
                if let Some(form) = form.get_untracked() {
                    _ = form.submit();
                }
            });
        }
    });
    let has_sms = fields.has_sms();
    let mut views = vec![
        Choice::new("phone", texts::phone()),
        Choice::new("desktop", texts::desktop()),
        Choice::new("text", texts::plain()),
    ];
    if has_sms {
        views.push(Choice::new("sms", texts::sms()));
    }
    let schemes = vec![Choice::new("light", texts::light()), Choice::new("dark", texts::dark())];
    let is = move |view: &'static str| shown.with(|shown| shown == view);
    let is_mail = move || is("phone") || is("desktop");
    let made = move |of: fn(&TemplatePreview) -> Option<String>| {
        previewed.made.with(|made| made.as_ref().and_then(of)).unwrap_or_default()
    };
    view! {
        <aside class="tpl-preview" aria-label=texts::preview()>
            <Card title=texts::preview()>
                <div class="stack stack-3">
                    <div class="row">
                        <Segmented
                            label=texts::preview_on()
                            name="preview-on"
                            options=views
                            bind=shown
                            hide_label=true
                        />
                        <div hidden=move || !is_mail()>
                            <Segmented
                                label=texts::light_or_dark()
                                name="preview-scheme"
                                options=schemes
                                bind=scheme
                                hide_label=true
                            />
                        </div>
                    </div>
                    <Show when=move || previewed.error.with(Option::is_some)>
                        <Note tone=Tone::Warning>{texts::cannot_show()}</Note>
                    </Show>
                    <p class="tpl-subject" dir=key.language.direction()>
                        <bdi>{move || made(|made| Some(made.subject.clone()))}</bdi>
                    </p>
                    <div class="tpl-screen" data-on=move || shown.get() hidden=move || !is_mail()>
                        <iframe class="mail-frame" name=FRAME title=texts::frame_title() sandbox=""></iframe>
                    </div>
                    <pre class="mail-text" tabindex="0" dir="auto" hidden=move || !is("text")>
                        {move || made(|made| Some(made.text.clone()))}
                    </pre>
                    <p class="tpl-sms" dir="auto" hidden=move || !is("sms")>
                        {move || made(|made| made.sms.clone())}
                    </p>
                    <p class="xs muted">{texts::sample_person()}</p>
                </div>
            </Card>
            <Question key=key sent=sent scheme=scheme form=form />
        </aside>
    }
}

fn fields_now(fields: Fields) -> TemplateTexts {
    untrack(|| fields.texts())
}

/// The form that loads the answer into the frame.
#[component]
fn Question(
    key: TemplateKey,
    sent: RwSignal<TemplateTexts>,
    scheme: RwSignal<String>,
    form: NodeRef<html::Form>,
) -> impl IntoView {
    let of = move |part: fn(&TemplateTexts) -> &str| move || sent.with(|texts| part(texts).to_owned());
    let has_sms = sent.with_untracked(|texts| texts.sms.is_some());
    let platform = key.platform.map(|platform| platform.to_string()).unwrap_or_default();
    view! {
        <form
            method="post"
            action="/admin/settings/templates/preview"
            target=FRAME
            node_ref=form
            hidden=true
            aria-hidden="true"
        >
            <input type="hidden" name="kind" value=key.kind.as_str() />
            <input type="hidden" name="language" value=key.language.as_str() />
            <input type="hidden" name="platform" value=platform />
            <input type="hidden" name="scheme" prop:value=move || scheme.get() />
            <input type="hidden" name="subject" prop:value=of(|texts| &texts.subject) />
            <input type="hidden" name="preheader" prop:value=of(|texts| &texts.preheader) />
            <input type="hidden" name="body" prop:value=of(|texts| &texts.body) />
            <input type="hidden" name="foot" prop:value=of(|texts| &texts.foot) />
            <input type="hidden" name="text" prop:value=of(|texts| &texts.text) />
            {has_sms
                .then(|| {
                    view! {
                        <input
                            type="hidden"
                            name="sms"
                            prop:value=of(|texts| texts.sms.as_deref().unwrap_or_default())
                        />
                    }
                })}
        </form>
    }
}
