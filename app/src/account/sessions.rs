//! Where one is signed in.

use leptos::prelude::*;
use types::{Face, SessionRow, SignInMethod};

use super::AccountForm;
use crate::{
    t::{account::session as words, common},
    ui::{Button, ButtonKind, ButtonSize, Card, HiddenField, Icon, List, Status, Time, Tone},
};

/// The sessions at both faces, each with its end.
#[component]
pub(super) fn SessionsCard(face: Face, sessions: Vec<SessionRow>) -> impl IntoView {
    let has_others = sessions.iter().any(|session| !session.current);
    let lines = sessions
        .into_iter()
        .map(|session| {
            let end = end_of(face, &session);
            view! { <SessionLine session=session>{end}</SessionLine> }
        })
        .collect_view();
    view! {
        <Card title=words::title() sub=words::sub()>
            <List>{lines}</List>
            {has_others
                .then(|| {
                    view! {
                        <AccountForm face=face intent="others" class="mt-4">
                            <Button kind=ButtonKind::DangerLine size=ButtonSize::Medium submit=true>
                                {words::others()}
                            </Button>
                        </AccountForm>
                    }
                })}
        </Card>
    }
}

fn end_of(face: Face, session: &SessionRow) -> AnyView {
    if session.current {
        return view! { <Status tone=Tone::Success text=words::this() /> }.into_any();
    }
    let label = words::end_named(browser_name(session));
    let id = session.id.to_string();
    view! {
        <AccountForm face=face intent="session" class="">
            <HiddenField name="session" value=id />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Medium submit=true label=label>
                {words::end()}
            </Button>
        </AccountForm>
    }
    .into_any()
}

/// One session in words: browser, face, address, how and when. `children` stands at its end.
#[component]
pub fn SessionLine(
    /// The session.
    session: SessionRow,
    /// A button or a note.
    children: Children,
) -> impl IntoView {
    let browser = browser_name(&session);
    let face = match session.face {
        Face::Console => words::console(),
        Face::Portal => words::portal(),
    };
    let method = match session.method {
        SignInMethod::Password => words::password(),
        SignInMethod::Certificate => words::certificate(),
    };
    view! {
        <li>
            <Icon name="enter" />
            <span class="grow">
                <b class="medium">{browser}</b>
                <small>
                    {face} {common::comma()} {method}
                    {session.address.map(|address| view! { {common::comma()} <span class="ltr">{address}</span> })}
                </small>
                <small>
                    {words::last_used()} " " <Time at=session.last_seen_at />
                </small>
            </span>
            {children()}
        </li>
    }
}

/// "Firefox on Windows".
fn browser_name(session: &SessionRow) -> String {
    match (&session.browser, &session.system) {
        (Some(browser), Some(system)) => words::browser_on(browser, system),
        (Some(only), None) | (None, Some(only)) => only.clone(),
        (None, None) => words::unknown().to_owned(),
    }
}
