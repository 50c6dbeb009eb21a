//! How a directory is connected.

mod answers;

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;
use types::{DirectoryDetail, DirectoryId, DirectoryPreset, Permission, TestReport};

use self::answers::Answers;
use super::{HOME, report};
use crate::{
    console::{
        api::directories::{save_directory, test_directory},
        shared::{Sending, may},
    },
    t::directories::{self as text, form as words, new_page},
    ui::{
        Button, ButtonKind, Card, Checkbox, Choice, Crumb, Crumbs, Disclosure, ErrorSummary, FormError,
        PageHead, PageTitle, PasswordField, SelectField, TextArea, TextField, use_toasts,
    },
};

/// A new directory.
#[component]
pub(in crate::console) fn NewDirectoryPage() -> impl IntoView {
    let navigate = use_navigate();
    let done = Callback::new(move |id: DirectoryId| {
        navigate(&format!("{HOME}/{id}"), leptos_router::NavigateOptions::default());
    });
    view! {
        <PageTitle text=new_page::title() />
        <Crumbs items=vec![Crumb::new(HOME, text::title())] current=new_page::title() />
        <PageHead title=new_page::title() sub=new_page::sub() />
        <div class="settings-width">
            <Form known=None version=Signal::stored(0) done=done />
        </div>
    }
}

/// All that is asked for; the rarer part is folded away.
#[component]
pub(super) fn Form(
    known: Option<DirectoryDetail>,
    version: Signal<i64>,
    done: Callback<DirectoryId>,
) -> impl IntoView {
    let id = known.as_ref().map(|known| known.row.id);
    let is_new = id.is_none();
    let answers = Answers::of(known.as_ref());
    let (saving, testing) = (Sending::default(), Sending::default());
    let result: RwSignal<Option<TestReport>> = RwSignal::new(None);
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| answers.input());
        if saving.accepts(&input) {
            let known = id.map(|id| (id, version.get_untracked()));
            saving.send(save_directory(known, input), move |id| {
                answers.password.set(String::new());
                toasts.say(words::saved());
                done.run(id);
            });
        }
    };
    let test = move |_| {
        let input = untrack(|| answers.input());
        if saving.accepts(&input) {
            testing.send(test_directory(id, Some(input)), move |report| result.set(Some(report)));
        }
    };
    // What is wrong is shown at its field, whichever button has asked.
    Effect::new(move |_| {
        if let Some(error) = testing.error().get()
            && !error.fields.is_empty()
        {
            saving.error().set(Some(error));
        }
    });
    let field = move |path: &'static str| saving.field(path);
    let hint = if known.is_some_and(|known| known.has_password) { words::password_kept() } else { "" };
    view! {
        <form method="post" novalidate=true class="stack" on:submit=submit>
            <ErrorSummary errors=saving.summary() />
            <FormError text=saving.general() />
            <Card title=words::server() sub=text::detail::settings_sub()>
                <div class="stack">
                    {is_new.then(|| presets(answers))}
                    <TextField label=words::name() name="name" bind=answers.name error=field("name") maxlength=80_u32 />
                    <Checkbox label=words::enabled() name="enabled" bind=answers.enabled />
                    <SelectField label=words::security() name="security" options=answers::securities() bind=answers.security />
                    <TextField label=words::url() name="url" bind=answers.url hint=words::url_hint() error=field("settings.url") ltr=true />
                    <TextField label=words::failover_url() name="failover_url" bind=answers.failover_url hint=words::failover_hint() error=field("settings.failover_url") ltr=true optional=true />
                    <Show when=move || answers.security.with(|word| word == "plain")>
                        <Checkbox label=words::allow_plain() name="allow_plain" bind=answers.allow_plain hint=words::allow_plain_hint() />
                    </Show>
                    <TextArea label=words::ca_pem() name="ca_pem" bind=answers.ca_pem hint=words::ca_hint() error=field("settings.ca_pem") optional=true />
                    <TextField label=words::bind_dn() name="bind_dn" bind=answers.bind_dn hint=words::bind_hint() error=field("settings.bind_dn") ltr=true optional=true />
                    <PasswordField label=words::bind_password() name="bind_password" new=true bind=answers.password hint=hint error=field("bind_password") />
                </div>
            </Card>
            <Card title=words::what()>
                <div class="stack">
                    <TextArea label=words::user_bases() name="user_bases" bind=answers.user_bases hint=words::bases_hint() error=field("settings.user_bases") rows=2 />
                    <TextArea label=words::group_bases() name="group_bases" bind=answers.group_bases hint=words::bases_hint() error=field("settings.group_bases") rows=2 />
                    <SelectField label=words::people() name="people" options=answers::scopes() bind=answers.people />
                    <SelectField label=words::every() name="every" options=answers.intervals() bind=answers.every />
                </div>
            </Card>
            <Disclosure summary=words::advanced()>
                <div class="stack">
                    <TextArea label=words::user_filter() name="user_filter" bind=answers.user_filter error=field("settings.user_filter") rows=2 />
                    <TextArea label=words::group_filter() name="group_filter" bind=answers.group_filter error=field("settings.group_filter") rows=2 />
                    <SelectField label=words::membership() name="membership" options=answers::memberships() bind=answers.membership />
                    <TextField label=words::timeout() name="timeout_s" bind=answers.timeout error=field("settings.timeout_s") />
                    {answers.attribute_fields(field)}
                </div>
            </Disclosure>
            {may(Permission::DirectoryWrite)
                .then(|| {
                    view! {
                        <div class="row row-2">
                            <Button kind=ButtonKind::Primary submit=true busy=saving.busy() busy_label=words::saving()>
                                {if is_new { words::connect() } else { words::save() }}
                            </Button>
                            <Button busy=testing.busy() busy_label=text::testing() on:click=test>
                                {text::test()}
                            </Button>
                        </div>
                        <FormError text=testing.general() />
                        {move || result.with(|result| result.as_ref().map(report::tested))}
                    }
                })}
        </form>
    }
}

fn presets(answers: Answers) -> AnyView {
    let options = vec![
        Choice::new(DirectoryPreset::OpenLdap.as_str(), words::openldap()),
        Choice::new(DirectoryPreset::ActiveDirectory.as_str(), words::active_directory()),
    ];
    Effect::new(move |earlier: Option<String>| {
        let word = answers.preset.get();
        if earlier.is_some_and(|earlier| earlier != word) {
            answers.take_preset(DirectoryPreset::from_word(&word).unwrap_or(DirectoryPreset::OpenLdap));
        }
        word
    });
    view! { <SelectField label=words::preset() name="preset" options=options bind=answers.preset /> }
        .into_any()
}
