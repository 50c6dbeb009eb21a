//! What the script of a session shows: the password asked for in place, the warning before the idle
//! limit, and the end. Rendered once by the server into a template that stays out of the page, so that
//! it costs the pages nothing; `session.js` takes it out when it is needed.

use leptos::prelude::*;
use types::Face;

use super::PageContext;
use crate::{
    routes,
    t::account as words,
    ui::{Icon, Niche, PasswordField, Tone},
};

/// The template and the script, for the head of a document.
pub(super) fn session_head(page: &PageContext, face: Face) -> Option<AnyView> {
    let viewer = page.info.viewer.as_ref()?;
    let sign_in = match face {
        Face::Portal => routes::SIGN_IN,
        Face::Console => routes::ADMIN_SIGN_IN,
    };
    let elsewhere = match face {
        Face::Portal => routes::CONFIRM,
        Face::Console => routes::ADMIN_CONFIRM,
    };
    let idle = domain::access::idle_limit(face).as_secs();
    provide_context(match face {
        Face::Portal => crate::ui::Face::Portal,
        Face::Console => crate::ui::Face::Console,
    });
    Some(
        view! {
            <template
                id="session"
                data-url=routes::session(face)
                data-user=viewer.user_id.to_string()
                data-idle=idle
            >
                {confirm(&viewer.username, elsewhere)}
                {idle_warning(sign_in)}
                {over(sign_in)}
            </template>
            <script type="module" src=page.assets.url("session.js") nonce=page.nonce.clone()></script>
        }
        .into_any(),
    )
}

fn confirm(username: &str, elsewhere: &'static str) -> AnyView {
    use words::confirm as word;
    view! {
        <dialog class="dialog" id="session-confirm" aria-labelledby="session-confirm-title">
            <form
                method="dialog"
                novalidate
                data-required=word::required()
                data-wrong=word::wrong()
                data-wait=word::wait()
                data-failed=word::failed()
            >
                <div class="dialog-head">
                    <Niche icon="lock" tone=Tone::Info />
                    <div>
                        <h2 id="session-confirm-title">{word::title()}</h2>
                        <p>{word::text()}</p>
                    </div>
                </div>
                <div class="dialog-body">
                    <input class="sr" type="text" autocomplete="username" value=username.to_owned() readonly tabindex="-1" aria-hidden="true" />
                    <PasswordField label=word::password() name="confirm_password" id="session-password" />
                    <div class="field"><p class="err" id="session-error" role="alert" hidden>
                        <Icon name="warning" />
                        <span></span>
                    </p></div>
                    <p class="sm muted">
                        {word::elsewhere()} " " {in_new_tab(elsewhere, word::elsewhere_link())}
                    </p>
                </div>
                <div class="dialog-foot">
                    <button type="button" class="btn" data-cancel="">{crate::t::common::cancel()}</button>
                    <button type="submit" class="btn btn-primary">{word::submit()}</button>
                </div>
            </form>
        </dialog>
    }
    .into_any()
}

fn idle_warning(sign_in: &'static str) -> AnyView {
    use words::idle as word;
    view! {
        <dialog
            class="dialog"
            id="session-idle"
            role="alertdialog"
            aria-labelledby="session-idle-title"
            aria-describedby="session-idle-text"
        >
            <div class="dialog-head">
                <Niche icon="clock" tone=Tone::Waiting />
                <div>
                    <h2 id="session-idle-title">{word::title()}</h2>
                    <p id="session-idle-text">
                        <span data-idle="">{word::text()}</span>
                        <span data-limit="" hidden>{word::at_limit()}</span>
                    </p>
                    <p>{word::left()} " " <b class="tnum" data-left=""></b></p>
                </div>
            </div>
            <div class="dialog-body"></div>
            <div class="dialog-foot">
                <a class="btn" href=sign_in target="_blank" rel="external noopener" data-limit="" hidden>
                    {word::sign_in()}
                </a>
                <button type="button" class="btn btn-primary" data-stay="">{word::stay()}</button>
            </div>
        </dialog>
    }
    .into_any()
}

fn over(sign_in: &'static str) -> AnyView {
    use words::over as word;
    view! {
        <dialog
            class="dialog session-over"
            id="session-over"
            role="alertdialog"
            aria-labelledby="session-over-title"
            aria-describedby="session-over-text"
        >
            <div class="dialog-head">
                <Niche icon="sign-out" tone=Tone::Warning />
                <div>
                    <h2 id="session-over-title">{word::title()}</h2>
                    <p id="session-over-text">{word::text()}</p>
                    <p class="semibold" role="status" data-still=word::still()></p>
                </div>
            </div>
            <div class="dialog-body"></div>
            <div class="dialog-foot">
                <button type="button" class="btn" data-go-on="">{word::go_on()}</button>
                <a class="btn btn-primary" href=sign_in target="_blank" rel="external noopener">
                    {word::sign_in()}
                </a>
            </div>
        </dialog>
    }
    .into_any()
}

fn in_new_tab(href: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <a href=href target="_blank" rel="external noopener">
            {text}
        </a>
    }
}
