//! What is asked before something is done with a device: a plain form to the address of the page, opened by a
//! link (`?ask=…`), so that it works without any script.

use leptos::prelude::*;
use types::{Action, DeviceId, OwnDevice, OwnDevicePage};

use super::{ASK_FORM, actions::may_do, ownership::OwnershipForm};
use crate::{
    browser,
    portal::{
        outcome::Outcome,
        shared::{may, query_value},
    },
    routes,
    t::portal::ask as words,
    ui::{
        Button, ButtonKind, Card, Consequence, ConsequenceKind, Consequences, HiddenField, InputKind,
        LinkButton, TextField, still,
    },
    wording::{Problem, action_icon, action_name},
};

/// The word of [`Ask::Ownership`] in addresses and forms.
pub const OWNERSHIP: &str = "ownership";

/// The id of the form.
const FORM: &str = "ask";

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::portal) enum Ask {
    /// Whether to tell it this.
    Action(Action),
    /// Whose it shall be.
    Ownership,
}

impl Ask {
    fn word(self) -> &'static str {
        match self {
            Self::Action(action) => action.as_str(),
            Self::Ownership => OWNERSHIP,
        }
    }

    fn of(word: &str) -> Option<Self> {
        match word {
            OWNERSHIP => Some(Self::Ownership),
            word => Action::from_word(word).map(Self::Action),
        }
    }

    /// Where it is asked.
    pub(in crate::portal) fn address(self, id: DeviceId) -> String {
        routes::ask_device(id, self.word())
    }

    fn is_allowed(self) -> bool {
        match self {
            Self::Action(action) => may_do(action),
            Self::Ownership => may(types::Permission::OwnChangeOwnership),
        }
    }
}

/// What the address asks for, or the form that was refused.
pub(super) fn asked(outcome: &Outcome) -> Option<Ask> {
    let refused = || outcome.error_of(ASK_FORM).and_then(|_| outcome.value_of(ASK_FORM, "intent"));
    let word = query_value("ask").or_else(refused)?;
    Ask::of(&word).filter(|ask| ask.is_allowed())
}

/// The question, what follows, and the form.
#[component]
pub(super) fn AskCard(
    page: RwSignal<OwnDevicePage>,
    device: Memo<OwnDevice>,
    ask: Ask,
    outcome: Outcome,
) -> impl IntoView {
    // It has the focus as soon as it is there, so that whoever does not see the page comes to it next; what is wrong
    // with it goes before.
    if outcome.error_of(ASK_FORM).is_none() {
        Effect::new(|_| browser::focus(FORM));
    }
    still(move || match ask {
        Ask::Action(action) => {
            view! { <ActionForm device=device action=action outcome=outcome /> }.into_any()
        }
        Ask::Ownership => view! { <OwnershipForm page=page device=device outcome=outcome /> }.into_any(),
    })
}

/// What an action says before it is done.
struct Texts {
    question: fn(String) -> String,
    text: &'static str,
    lost: &'static [fn() -> &'static str],
    kept: &'static [fn() -> &'static str],
}

fn texts(action: Action) -> Texts {
    match action {
        Action::Lock => Texts {
            question: |name| words::lock_question(name),
            text: words::lock_text(),
            lost: &[],
            kept: &[],
        },
        Action::Unlock => Texts {
            question: |name| words::unlock_question(name),
            text: words::unlock_text(),
            lost: &[words::unlock_loses],
            kept: &[words::unlock_keeps],
        },
        Action::Locate => Texts {
            question: |name| words::locate_question(name),
            text: words::locate_text(),
            lost: &[],
            kept: &[words::locate_keeps],
        },
        Action::ResetPinPassword => Texts {
            question: |name| words::reset_pin_question(name),
            text: words::reset_pin_text(),
            lost: &[words::reset_pin_loses],
            kept: &[words::reset_pin_keeps],
        },
        Action::Retire => Texts {
            question: |name| words::retire_question(name),
            text: words::retire_text(),
            lost: &[words::retire_loses, words::retire_place],
            kept: &[words::retire_keeps, words::retire_until],
        },
        Action::Wipe | Action::Restart | Action::Rename => Texts {
            question: |name| words::wipe_question(name),
            text: words::wipe_text(),
            lost: &[words::wipe_loses, words::wipe_place],
            kept: &[words::wipe_until],
        },
    }
}

#[component]
fn ActionForm(device: Memo<OwnDevice>, action: Action, outcome: Outcome) -> impl IntoView {
    let id = device.get_untracked().row.id;
    let Texts { question, text, lost, kept } = texts(action);
    let title = move || question(device.with(|device| device.row.name.clone()));
    let kind = if action.ends_management() { ButtonKind::Danger } else { ButtonKind::Primary };
    let line = |kind: ConsequenceKind| {
        move |text: &fn() -> &'static str| {
            let text = text();
            view! { <Consequence kind=kind>{text}</Consequence> }
        }
    };
    let follows = (!lost.is_empty() || !kept.is_empty()).then(|| {
        view! {
            <Consequences>
                {lost.iter().map(line(ConsequenceKind::Lost)).collect_view()}
                {kept.iter().map(line(ConsequenceKind::Kept)).collect_view()}
            </Consequences>
        }
    });
    let instead = move || {
        let milder = Action::Retire;
        let can = action == Action::Wipe
            && may_do(milder)
            && device.with(|device| device.refusal(milder).is_none());
        can.then(|| {
            view! {
                <p class="sm">
                    {words::only_leaving()} " "
                    <a href=Ask::Action(milder).address(id)>{words::retire_instead()}</a> " "
                    {words::retire_instead_text()}
                </p>
            }
        })
    };
    let button = move || {
        view! {
            <Button kind=kind submit=true icon=action_icon(action)>
                {action_name(action)}
            </Button>
        }
    };
    let fields = fields(device, action, &outcome);
    view! {
        <AskForm id=id intent=action.as_str() title=Signal::derive(title) text=text outcome=outcome button=button>
            {follows}
            {instead}
            {fields}
        </AskForm>
    }
}

/// A question with its form.
#[component]
pub(super) fn AskForm(
    /// The device.
    id: DeviceId,
    /// What is asked, in a word.
    intent: &'static str,
    /// The question.
    title: Signal<String>,
    /// A sentence about it.
    text: &'static str,
    /// What became of it the last time.
    outcome: Outcome,
    /// Says yes.
    #[prop(into)]
    button: ViewFnOnce,
    /// What follows, and what can be typed.
    children: Children,
) -> impl IntoView {
    let (here, back) = (routes::device(id), routes::device(id));
    // What is wrong with one question is not shown at another.
    let is_of_this = outcome.value_of(ASK_FORM, "intent").as_deref() == Some(intent);
    let error = outcome.error_of(ASK_FORM).filter(|_| is_of_this);
    view! {
        <Card title=title sub=text>
            <form
                method="post"
                action=here
                id=FORM
                class="stack"
                tabindex="-1"
                aria-label=move || title.get()
                novalidate
            >
                <HiddenField name="intent" value=intent />
                <Problem error=error />
                {children()}
                <div class="row">
                    <LinkButton href=back kind=ButtonKind::Quiet>
                        {crate::t::common::cancel()}
                    </LinkButton>
                    {button.run()}
                </div>
            </form>
        </Card>
    }
}

/// What can or has to be typed.
fn fields(device: Memo<OwnDevice>, action: Action, outcome: &Outcome) -> Option<AnyView> {
    let given = |name: &str| outcome.value_of(ASK_FORM, name).unwrap_or_default();
    match action {
        Action::Lock => Some(
            view! {
                <TextField
                    label=words::lock_message()
                    name="message"
                    value=given("message")
                    hint=words::lock_message_hint()
                    optional=true
                    maxlength=200u32
                    error=outcome.field(ASK_FORM, "params.message")
                />
                <TextField
                    label=words::lock_phone()
                    name="phone_number"
                    value=given("phone_number")
                    kind=InputKind::Tel
                    autocomplete="tel"
                    hint=words::lock_phone_hint()
                    ltr=true
                    optional=true
                    maxlength=32u32
                    error=outcome.field(ASK_FORM, "params.phone_number")
                />
            }
            .into_any(),
        ),
        Action::Wipe => {
            // Kept over the question who it is.
            let typed = query_value("confirm");
            let name = move || device.with(|device| device.row.name.clone());
            Some(
                view! {
                    <TextField
                        label=words::type_name()
                        name="confirm"
                        value=typed.unwrap_or_else(|| given("confirm"))
                        hint=move || words::type_name_hint(name())
                        autocomplete="off"
                        error=outcome.field(ASK_FORM, "confirm")
                    />
                }
                .into_any(),
            )
        }
        _ => None,
    }
}
