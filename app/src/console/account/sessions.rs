//! One's own sessions, each of which can be ended.

use leptos::prelude::*;
use types::{Face, SessionId, SessionRow};

use crate::{
    console::{
        api::account::{end_session, list_sessions, sign_out_everywhere},
        shared::{Sending, loaded},
    },
    routes,
    t::console::account as words,
    ui::{
        Button, ButtonKind, ButtonSize, Card, Consequence, ConsequenceKind, Consequences, Dialog, FormError,
        Icon, List, SkeletonRows, Status, Time, Tone, use_toasts,
    },
};

/// Where one is signed in.
#[component]
pub(super) fn Sessions() -> impl IntoView {
    let sessions = Resource::new(|| (), |()| list_sessions());
    let sending = Sending::default();
    view! {
        <Card
            title=words::sessions()
            sub=words::sessions_sub()
            actions=|| view! { <Everywhere /> }
        >
            <FormError text=sending.general() />
            {loaded(
                sessions,
                || view! { <SkeletonRows rows=2 /> }.into_any(),
                move |rows: Vec<SessionRow>| {
                    let rows = RwSignal::new(rows);
                    view! {
                        <List>
                            {move || {
                                rows.get()
                                    .into_iter()
                                    .map(|row| view! { <Session row=row rows=rows sending=sending /> })
                                    .collect_view()
                            }}
                        </List>
                    }
                        .into_any()
                },
            )}
        </Card>
    }
}

#[component]
fn Session(row: SessionRow, rows: RwSignal<Vec<SessionRow>>, sending: Sending) -> impl IntoView {
    let toasts = use_toasts();
    let id: SessionId = row.id;
    let end = move |_| {
        sending.send(end_session(id), move |()| {
            rows.update(|rows| rows.retain(|row| row.id != id));
            toasts.say(words::session_ended());
        });
    };
    let face = match row.face {
        Face::Console => words::console(),
        Face::Portal => words::portal(),
    };
    let browser = browser_name(row.user_agent.as_deref());
    let label = words::end_session_of(&browser);
    view! {
        <li>
            <Icon name="enter" />
            <span class="grow">
                {browser}
                <small>{face} " " <span class="ltr">{row.address}</span></small>
                <small>{words::last_used()} " " <Time at=row.last_seen_at /></small>
            </span>
            {if row.current {
                view! { <Status tone=Tone::Success text=words::this_one() /> }.into_any()
            } else {
                view! {
                    <Button size=ButtonSize::Small label=label busy=sending.busy() on:click=end>
                        {words::end_session()}
                    </Button>
                }
                    .into_any()
            }}
        </li>
    }
}

/// Browser and system as people call them; what a browser says of itself is a long story.
fn browser_name(user_agent: Option<&str>) -> String {
    let Some(text) = user_agent else { return words::unknown_browser().to_owned() };
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => words::browser_on(browser, system),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => text.chars().take(60).collect(),
    }
}

/// Signs out at both faces and everywhere, this browser included.
#[component]
fn Everywhere() -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let sign_out = move |_| {
        sending.send(sign_out_everywhere(), |()| {
            _ = window().location().set_href(routes::ADMIN_SIGN_IN);
        });
    };
    view! {
        <Button kind=ButtonKind::DangerLine size=ButtonSize::Small on:click=move |_| open.set(true)>
            {words::everywhere()}
        </Button>
        <Dialog
            open=open
            id="everywhere-dialog"
            title=words::everywhere_question()
            text=words::everywhere_text()
            icon="sign-out"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        busy=sending.busy()
                        busy_label=words::signing_out()
                        on:click=sign_out
                    >
                        {words::everywhere_now()}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
            <Consequences>
                <Consequence kind=ConsequenceKind::Lost>{words::everywhere_loses()}</Consequence>
                <Consequence kind=ConsequenceKind::Kept>{words::everywhere_keeps()}</Consequence>
            </Consequences>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn a_browser_is_named_as_people_call_it() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        assert_eq!(browser_name(Some(chrome)), "Chrome on Linux");
        assert_eq!(browser_name(Some("curl/8.9")), "curl/8.9");
    }
}
