//! The addresses of the pages, written once.
//!
//! Links between the faces, and to public pages, must be [`external`](crate::ui::LinkButton) links
//! (`rel="external"`): the router of the console answers only for its own pages.

/// Where the portal starts.
pub const PORTAL: &str = "/";
/// Where the console starts.
pub const CONSOLE: &str = "/admin";
/// Signing in to the portal.
pub const SIGN_IN: &str = "/sign-in";
/// Signing in to the console.
pub const ADMIN_SIGN_IN: &str = "/admin/sign-in";
/// Asking for a new password, at the portal.
pub const FORGOT: &str = "/forgot";
/// Asking for a new password, at the console.
pub const ADMIN_FORGOT: &str = "/admin/forgot";
/// Typing user name and PIN on a device.
pub const GO: &str = "/go";
/// Answers, and whom to ask.
pub const HELP: &str = "/help";
/// Registering a device of one's own.
pub const REGISTER: &str = "/register";
/// Showing that it is still the same person, for pages without script.
pub const CONFIRM: &str = "/confirm";
/// The same at the console.
pub const ADMIN_CONFIRM: &str = "/admin/confirm";
/// Signing in with a certificate, at the portal.
pub const CERTIFICATE: &str = "/sign-in/certificate";
/// The same at the console.
pub const ADMIN_CERTIFICATE: &str = "/admin/sign-in/certificate";
/// Where a sign-in with a certificate comes back, at the portal.
pub const CERTIFICATE_DONE: &str = "/sign-in/certificate/done";
/// The same at the console.
pub const ADMIN_CERTIFICATE_DONE: &str = "/admin/sign-in/certificate/done";
/// One's own certificates.
pub const CERTIFICATES: &str = "/certificates";
/// What happened with one's devices.
pub const HISTORY: &str = "/history";
/// One's own account.
pub const ACCOUNT: &str = "/account";
/// What the portal is called on a home screen, and with which icons.
pub const MANIFEST: &str = "/app.webmanifest";
/// What shows [`OFFLINE`] where there is no connection.
pub const SERVICE_WORKER: &str = "/service-worker.js";
/// The page that is shown without a connection.
pub const OFFLINE: &str = "/offline";

/// Signing in to a face.
#[must_use]
pub fn sign_in(face: types::Face) -> &'static str {
    match face {
        types::Face::Portal => SIGN_IN,
        types::Face::Console => ADMIN_SIGN_IN,
    }
}

/// Signing in to a face with a certificate.
#[must_use]
pub fn certificate(face: types::Face) -> &'static str {
    match face {
        types::Face::Portal => CERTIFICATE,
        types::Face::Console => ADMIN_CERTIFICATE,
    }
}

/// Where a sign-in with a certificate comes back.
#[must_use]
pub fn certificate_done(face: types::Face) -> &'static str {
    match face {
        types::Face::Portal => CERTIFICATE_DONE,
        types::Face::Console => ADMIN_CERTIFICATE_DONE,
    }
}

/// One's own account.
#[must_use]
pub fn account(face: types::Face) -> &'static str {
    match face {
        types::Face::Portal => ACCOUNT,
        types::Face::Console => "/admin/account",
    }
}

/// What the script of a face asks about its session.
#[must_use]
pub fn session(face: types::Face) -> &'static str {
    match face {
        types::Face::Portal => "/session",
        types::Face::Console => "/admin/session",
    }
}

/// The page of a device in the portal.
#[must_use]
pub fn device(id: types::DeviceId) -> String {
    format!("/devices/{id}")
}

/// The page of a device in the portal, with something asked.
#[must_use]
pub fn ask_device(id: types::DeviceId, what: &str) -> String {
    format!("/devices/{id}?ask={what}")
}

/// What to do with a device that is lost.
#[must_use]
pub fn lost_device(id: types::DeviceId) -> String {
    format!("/devices/{id}/lost")
}

/// The page of a registration in the portal.
#[must_use]
pub fn registration(id: types::RegistrationId) -> String {
    format!("/registrations/{id}")
}

/// Sets or removes parameters of a query string and gives the link to it, starting with `?`.
///
/// ```
/// # use app::routes::with_query;
/// assert_eq!(with_query("q=a&cursor=x", &[("q", Some("b c")), ("cursor", None)]), "?q=b%20c");
/// ```
#[must_use]
pub fn with_query(current: &str, changes: &[(&str, Option<&str>)]) -> String {
    let current = current.trim_start_matches('?');
    let kept = current.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !changes.iter().any(|(changed, _)| *changed == name)
    });
    let added = changes
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}={}", encode(value))))
        .collect::<Vec<_>>();
    let pairs: Vec<&str> = kept.chain(added.iter().map(String::as_str)).collect();
    format!("?{}", pairs.join("&"))
}

/// An e-mail address as `mailto:` takes it (RFC 6068).
#[must_use]
pub fn encode_address(address: &str) -> String {
    encode(address).replace("%40", "@").replace("%2B", "+")
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
#[must_use]
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
