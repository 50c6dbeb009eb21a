//! Where one is signed in.

use leptos::prelude::*;
use types::{Face, SessionRow};

use crate::{
    loading::loaded,
    portal::api::list_sessions,
    routes,
    t::portal::account as words,
    ui::{Button, ButtonKind, ButtonSize, Card, HiddenField, SkeletonRows, Tag, Time},
};

/// The sessions at both faces, each with its end.
#[component]
pub(super) fn SessionsCard() -> impl IntoView {
    let sessions = Resource::new(|| (), |()| list_sessions());
    let show = |sessions: Vec<SessionRow>| {
        let several = sessions.len() > 1;
        view! {
            <ul class="list" role="list">
                {sessions.into_iter().map(|session| view! { <Line session=session /> }).collect_view()}
            </ul>
            <form method="post" action=routes::ACCOUNT class="mt-4">
                <HiddenField name="intent" value="everywhere" />
                <Button kind=ButtonKind::DangerLine submit=true>
                    {if several { words::everywhere() } else { words::sign_out() }}
                </Button>
            </form>
        }
        .into_any()
    };
    view! {
        <Card title=words::sessions() sub=words::sessions_sub()>
            {loaded(sessions, || view! { <SkeletonRows rows=2 /> }.into_any(), show)}
        </Card>
    }
}

#[component]
fn Line(session: SessionRow) -> impl IntoView {
    let browser = session
        .user_agent
        .as_deref()
        .and_then(browser)
        .unwrap_or_else(|| words::unknown_browser().to_owned());
    let face = match session.face {
        Face::Portal => words::at_portal(),
        Face::Console => words::at_console(),
    };
    let address = session.address.map(|address| view! { " · " <span class="ltr">{address}</span> });
    let end = if session.current {
        view! { <Tag>{words::this_one()}</Tag> }.into_any()
    } else {
        let label = words::end_named(&browser);
        view! {
            <form method="post" action=routes::ACCOUNT>
                <HiddenField name="intent" value="session" />
                <HiddenField name="session" value=session.id.to_string() />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Medium submit=true label=label>
                    {words::end()}
                </Button>
            </form>
        }
        .into_any()
    };
    view! {
        <li>
            <span class="grow">
                <b class="medium">{browser}</b>
                <small>
                    {face} {address} " · " {words::last_used()} " " <Time at=session.last_seen_at />
                </small>
            </span>
            {end}
        </li>
    }
}

/// "Firefox, Linux" from what a browser calls itself.
fn browser(user_agent: &str) -> Option<String> {
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    // Browsers name those before them, so the newest names come first.
    let name = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ])?;
    let system = find(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    Some(system.map_or_else(|| name.to_owned(), |system| words::browser_on(name, system)))
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_named_by_what_it_is_and_not_by_what_it_mimics() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(browser(edge).as_deref(), Some("Edge, Windows"));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        assert_eq!(browser(phone).as_deref(), Some("Safari, iPhone"));
        assert_eq!(browser("curl/8.5.0"), None);
    }
}
