//! The registration code: QR code in a gate, PIN, link to copy.

use leptos::prelude::*;

use super::{Icon, Segmented, field::Choice};
use crate::t;

/// The QR code in its arch. Dark on white paper in every theme; drawn by the server.
///
/// With a second code for the company app, a control below switches between the two.
#[component]
pub fn QrPanel(
    /// The code for a camera, as SVG made by the server. It is put into the page as it is, so it
    /// must never hold anything that a person typed.
    #[prop(into)]
    svg: String,
    /// The code for the app.
    #[prop(optional, into)]
    app_svg: Option<String>,
    /// A line below, such as "Works once, for this registration only".
    #[prop(optional, into)]
    note: Option<TextProp>,
) -> impl IntoView {
    // The style shows the chosen one: the switch works on pages without WebAssembly too.
    let choice = app_svg.is_some().then(|| {
        let options = vec![
            Choice::new("camera", t::common::qr::for_camera()),
            Choice::new("app", t::common::qr::for_app()),
        ];
        view! {
            <Segmented
                label=t::common::qr::kind()
                name="qr-kind"
                options=options
                value="camera"
                hide_label=true
            />
        }
    });
    let paper = |code: String, kind: &'static str, label: &'static str| {
        view! { <div class="qr-paper" data-for=kind role="img" aria-label=label inner_html=code></div> }
    };
    view! {
        <div class="qr">
            <div class="qr-arch">
                <span class="lamp"></span>
                {paper(svg, "camera", t::common::qr::label())}
                {app_svg.map(|code| paper(code, "app", t::common::qr::label_app()))}
            </div>
            {choice}
            {note.map(|note| view! { <p class="sm muted">{move || note.get()}</p> })}
        </div>
    }
}

/// A registration PIN, grouped by four, from left to right in every language and read out digit by
/// digit.
#[component]
pub fn PinDisplay(
    /// The PIN.
    #[prop(into)]
    pin: String,
) -> impl IntoView {
    let groups = groups(&pin);
    let label = t::common::pin::label(spoken(&groups));
    view! {
        <span class="pin" role="img" aria-label=label>
            {groups.into_iter().map(|group| view! { <span>{group}</span> }).collect_view()}
        </span>
    }
}

/// A step on the phone: [`Icon`] and words in a row of its own.
#[component]
pub fn CodeHeading(
    /// Before the text.
    icon: &'static str,
    /// What is below it.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! {
        <h2 class="row md">
            <Icon name=icon />
            {move || text.get()}
        </h2>
    }
}

/// Groups of four; the last one may be shorter, a single rest of one joins the group before.
fn groups(pin: &str) -> Vec<String> {
    let letters: Vec<char> = pin.chars().collect();
    let size = if letters.len() % 4 == 1 || letters.len() == 6 { 3 } else { 4 };
    letters.chunks(size).map(|group| group.iter().collect()).collect()
}

/// "4 8 2 7, 1 9 3 6".
fn spoken(groups: &[String]) -> String {
    let spell = |group: &String| group.chars().map(String::from).collect::<Vec<_>>().join(" ");
    groups.iter().map(spell).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_grouped_so_that_no_digit_stands_alone() {
        assert_eq!(groups("48271936"), ["4827", "1936"]);
        assert_eq!(groups("482719"), ["482", "719"]);
        assert_eq!(groups("482719365"), ["482", "719", "365"]);
        assert_eq!(groups("482719365012"), ["4827", "1936", "5012"]);
    }

    #[test]
    fn a_pin_is_spoken_digit_by_digit() {
        assert_eq!(spoken(&groups("48271936")), "4 8 2 7, 1 9 3 6");
    }
}
