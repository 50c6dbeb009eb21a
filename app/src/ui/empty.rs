//! Nothing yet, nothing found, not allowed, broken.

use leptos::prelude::*;

/// The drawing of the gate above an empty state. Only for "nothing yet" and for full error pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyArt {
    /// No drawing: nothing found, or part of a page.
    #[default]
    None,
    /// The gate is open: nothing here yet.
    Open,
    /// The gate is barred: refused or gone.
    Barred,
}

/// Says why there is nothing, and the next step.
#[component]
pub fn EmptyState(
    /// What there is, in a few words.
    #[prop(into)]
    title: TextProp,
    /// The drawing.
    #[prop(optional)]
    art: EmptyArt,
    /// 1 on error pages, else 2.
    #[prop(default = 2)]
    heading_level: u8,
    /// A line above the heading on error pages, such as "Link expired".
    #[prop(optional, into)]
    overline: Option<TextProp>,
    /// Buttons.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// One sentence as `<p>`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = if heading_level == 1 {
        view! { <h1>{move || title.get()}</h1> }.into_any()
    } else {
        view! { <h2>{move || title.get()}</h2> }.into_any()
    };
    view! {
        <div class="empty">
            {drawing(art)}
            {overline.map(|overline| view! { <p class="overline">{move || overline.get()}</p> })}
            {heading}
            {children.map(|children| children())}
            {actions.map(|actions| view! { <div class="row">{actions.run()}</div> })}
        </div>
    }
}

fn drawing(art: EmptyArt) -> Option<AnyView> {
    let inside = match art {
        EmptyArt::None => return None,
        EmptyArt::Open => view! {
            <path
                d="M36 76h14M36 94h14M102 76h14M102 94h14M76 18v15.5M43.5 34.5l11.5 11M108.5 34.5l-11.5 11"
                opacity=".7"
            ></path>
            <path d="M76 34v9"></path>
            <path class="art-lamp" d="M72 52v-5a4 4 0 0 1 8 0v5z"></path>
            <rect class="art-phone" x="67" y="70" width="18" height="30" rx="4"></rect>
            <path class="art-slot" d="M73 75h6"></path>
        }
        .into_any(),
        EmptyArt::Barred => view! {
            <path
                class="art-bars"
                d="M59 40v72M67.5 35v77M76 34v78M84.5 35v77M93 40v72M50.5 56h51M50 74h52M50 92h52"
            ></path>
        }
        .into_any(),
    };
    Some(
        view! {
            <svg
                class="art"
                viewBox="0 0 152 118"
                fill="none"
                stroke="currentColor"
                stroke-width="1.75"
                stroke-linecap="round"
                stroke-linejoin="round"
                aria-hidden="true"
            >
                <path d="M6 112h140"></path>
                <path d="M36 112V58a40 40 0 0 1 80 0v54"></path>
                <path d="M50 112V60a26 26 0 0 1 52 0v52"></path>
                {inside}
            </svg>
        }
        .into_any(),
    )
}
