//! Making an enrolment of Apple TVs.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{CreateTvEnrolment, FieldCode, Ownership, TvEnrolment, UserRow};

use crate::{
    console::{api::apple_tv::let_tvs_in, shared::Sending, users::PickPerson},
    t::apple_tv as words,
    ui::{
        Button, ButtonKind, ButtonSize, Card, Choice, ErrorSummary, FormError, Segmented, SelectField,
        Stepper, TextField, use_toasts,
    },
    wording::ownership,
};

#[component]
pub(super) fn TvForm(enrolments: RwSignal<Vec<TvEnrolment>>) -> impl IntoView {
    let person = RwSignal::new(None::<UserRow>);
    let name = RwSignal::new(String::new());
    let (uses, lifetime) = (RwSignal::new(1), RwSignal::new("168".to_owned()));
    let owned = RwSignal::new(Ownership::Company.as_str().to_owned());
    let sending = Sending::default();
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(user_id) = person.with_untracked(|person| person.as_ref().map(|person| person.id)) else {
            sending.refuse("user_id", FieldCode::Required);
            return;
        };
        let input = CreateTvEnrolment {
            user_id,
            name: name.get_untracked(),
            uses: u32::try_from(uses.get_untracked()).unwrap_or_default(),
            lifetime_h: lifetime.get_untracked().parse().unwrap_or_default(),
            ownership: Ownership::from_word(&owned.get_untracked()),
        };
        if !sending.accepts(&input) {
            return;
        }
        sending.send(let_tvs_in(input), move |made: TvEnrolment| {
            enrolments.update(|enrolments| enrolments.insert(0, made));
            name.set(String::new());
            toasts.say(words::created());
        });
    };
    let lifetimes = vec![
        Choice::new("24", words::day()),
        Choice::new("168", words::week()),
        Choice::new("720", words::month()),
        Choice::new("4320", words::half_year()),
    ];
    let owners = Ownership::ALL.iter().map(|one| Choice::new(one.as_str(), ownership(*one))).collect();
    let missing = move || sending.field("user_id").get();
    let chosen = move || match person.get() {
        Some(row) => view! {
            <div class="field">
                <span class="label">{words::person()}</span>
                <div class="row">
                    <b>
                        <bdi>{row.display_name}</bdi>
                    </b>
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                        on:click=move |_| person.set(None)
                    >
                        {words::other_person()}
                    </Button>
                </div>
            </div>
        }
        .into_any(),
        None => view! {
            <PickPerson
                label=words::person()
                hint=words::person_hint()
                verb=words::choose()
                picked=Callback::new(move |row| {
                    sending.clear();
                    person.set(Some(row));
                })
            />
        }
        .into_any(),
    };
    view! {
        <Card title=words::new()>
            <form method="post" class="stack" novalidate=true on:submit=submit>
                <ErrorSummary errors=sending.summary() />
                <FormError text=sending.general() />
                <div id="f-user_id" tabindex="-1">
                    {chosen}
                    {move || missing().map(|text| view! { <p class="sm danger-text">{text}</p> })}
                </div>
                <TextField
                    label=words::name()
                    name="name"
                    bind=name
                    hint=words::name_hint()
                    error=sending.field("name")
                    autocomplete="off"
                    maxlength=80_u32
                />
                <Stepper
                    label=words::uses()
                    name="uses"
                    value=1
                    min=1
                    max=50
                    bind=uses
                    error=sending.field("uses")
                />
                <SelectField
                    label=words::lifetime()
                    name="lifetime_h"
                    options=lifetimes
                    bind=lifetime
                    error=sending.field("lifetime_h")
                />
                <Segmented label=words::ownership() name="ownership" options=owners bind=owned />
                <div class="row">
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        busy=sending.busy()
                        busy_label=words::creating()
                    >
                        {words::create()}
                    </Button>
                </div>
            </form>
        </Card>
    }
}
