//! Parts of a face: which pages are in which bundle.
//!
//! A face whose pages would make one bundle too heavy is built into several, each with the frame and
//! with the pages of its part. [`pages!`] is the one list of a face's addresses, pages and parts. In the
//! console ([`routed_pages!`]) a link within a part is followed in the browser; every other link loads a
//! document, as links between faces do. In development builds the bundle named like the face holds all
//! parts, because a dozen take long to build.

/// Whether a path has the form of a pattern such as `/devices/:id`.
#[must_use]
pub fn matches(pattern: &str, path: &str) -> bool {
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let mut wanted = pattern.split('/').filter(|step| !step.is_empty());
    wanted.all(|wanted| steps.next().is_some_and(|step| wanted.starts_with(':') || wanted == step))
        && steps.next().is_none()
}

/// Leaves links to pages that this bundle does not hold to the browser: the router follows only links
/// without `rel`.
#[cfg(all(feature = "hydrate", not(debug_assertions)))]
pub(crate) fn keep_links_apart(is_here: impl Fn(&str) -> bool + 'static) {
    use gloo_events::{EventListener, EventListenerOptions};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlAnchorElement};

    let mark = move |event: &web_sys::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let link = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
        if let Some(link) = link.filter(|link| !is_here(&link.pathname())) {
            link.set_rel("external");
        }
    };
    let before_the_router = EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(&leptos::prelude::document(), "click", before_the_router, mark).forget();
}

/// Loads the document of the address that the router has come to, because another bundle shows it.
#[cfg(any(feature = "ssr", debug_assertions))]
pub(crate) fn leave() {}

/// Loads the document of the address that the router has come to, because another bundle shows it.
#[cfg(not(any(feature = "ssr", debug_assertions)))]
pub(crate) fn leave() {
    use leptos::prelude::{GetUntracked, window};

    let place = leptos_router::hooks::use_location();
    let (path, search) = (place.pathname.get_untracked(), place.search.get_untracked());
    let address = if search.is_empty() { path } else { format!("{path}?{search}") };
    _ = window().location().assign(&address);
}

/// Lists the pages of a face by part and address, the more exact address first.
///
/// It makes `Part`, `Page`, `show` with a function for each part, and `hold`. The function of a part is named like
/// its bundle.
macro_rules! pages {
    ($( $(#[$about:meta])* $part:ident in $bundle:ident { $($path:tt => $page:ident),+ $(,)? } )+) => {
        /// A part of this face, built into a bundle of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part {
            $( $(#[$about])* $part, )+
        }

        impl Part {
            /// The part with the page that a path leads to.
            #[must_use]
            pub fn at(path: &str) -> Option<Self> {
                Page::at(path).map(Page::part)
            }

            /// The name of its bundle among the built files.
            #[must_use]
            pub fn bundle(self) -> &'static str {
                match self { $( Self::$part => stringify!($bundle), )+ }
            }
        }

        /// A page of this face, named like its component.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the components say what they show")]
        pub enum Page {
            $( $( $page, )+ )+
        }

        /// Shows pages, a function for each part. In browsers only the entry of a bundle names its function, so
        /// that the build leaves out the others' pages.
        pub mod show {
            use leptos::prelude::{AnyView, IntoAny};

            $(
                /// Shows a page of this part; one of another part is empty.
                #[must_use]
                pub fn $bundle(page: super::Page) -> AnyView {
                    match page {
                        $( super::Page::$page => super::$page().into_any(), )+
                        #[allow(unreachable_patterns, reason = "a face may have one part")]
                        _ => ().into_any(),
                    }
                }
            )+
        }

        impl Page {
            /// Where the pages are: `/devices/:id`.
            pub const PATHS: &[&str] = &[$( $( $path, )+ )+];

            /// The page that a path leads to.
            #[must_use]
            pub fn at(path: &str) -> Option<Self> {
                $( $(
                    if $crate::parts::matches($path, path) {
                        return Some(Self::$page);
                    }
                )+ )+
                None
            }

            fn part(self) -> Part {
                match self { $( $( Self::$page )|+ => Part::$part, )+ }
            }

            /// Its view; none where another bundle holds it.
            #[cfg(any(feature = "ssr", debug_assertions))]
            fn view(self) -> Option<leptos::prelude::AnyView> {
                Some(match self.part() { $( Part::$part => show::$bundle(self), )+ })
            }

            /// Its view; none where another bundle holds it.
            #[cfg(not(any(feature = "ssr", debug_assertions)))]
            fn view(self) -> Option<leptos::prelude::AnyView> {
                HERE.get().filter(|(part, _)| *part == self.part()).map(|(_, show)| show(self))
            }
        }

        /// What this bundle holds.
        #[cfg(not(any(feature = "ssr", debug_assertions)))]
        static HERE: std::sync::OnceLock<(Part, fn(Page) -> leptos::prelude::AnyView)> = std::sync::OnceLock::new();

        /// Says which part this bundle holds.
        #[cfg(feature = "hydrate")]
        fn hold(part: Part, show: fn(Page) -> leptos::prelude::AnyView) {
            #[cfg(not(any(feature = "ssr", debug_assertions)))]
            {
                _ = HERE.set((part, show));
            }
            _ = (part, show);
        }
    };
}
pub(crate) use pages;

/// [`pages!`] of a face whose links are followed in the browser as far as its part goes: makes `routes` and
/// `take_over`, too.
macro_rules! routed_pages {
    ($( $(#[$about:meta])* $part:ident in $bundle:ident { $($path:tt => $page:ident),+ $(,)? } )+) => {
        $crate::parts::pages! { $( $(#[$about])* $part in $bundle { $($path => $page),+ } )+ }

        impl leptos_router::ChooseView for Page {
            async fn choose(self) -> leptos::prelude::AnyView {
                self.view().unwrap_or_else(|| {
                    $crate::parts::leave();
                    leptos::prelude::IntoAny::into_any(())
                })
            }

            async fn preload(&self) {}
        }

        /// Takes over the page that the server has rendered, in the bundle of a part.
        #[cfg(feature = "hydrate")]
        pub fn take_over<V: leptos::prelude::IntoView + 'static>(
            part: Part,
            show: fn(Page) -> leptos::prelude::AnyView,
            face: fn() -> V,
            texts: Option<$crate::text::Texts>,
        ) {
            $crate::text::take(texts);
            hold(part, show);
            #[cfg(not(debug_assertions))]
            $crate::parts::keep_links_apart(move |path| Part::at(path) == Some(part));
            leptos::mount::hydrate_body(face);
        }

        /// Every page at its address.
        fn routes() -> impl leptos::prelude::IntoView {
            $crate::live::follow_pages();
            leptos::prelude::view! {
                <leptos_router::components::Routes fallback=$crate::ui::NotFound>
                    $( $(
                        <leptos_router::components::Route
                            path=leptos_router::path!($path)
                            view=Page::$page
                            ssr=leptos_router::SsrMode::Async
                        />
                    )+ )+
                </leptos_router::components::Routes>
            }
        }
    };
}
pub(crate) use routed_pages;

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_step_with_a_colon_stands_for_any_step() {
        assert!(matches("/admin/users/:id/edit", "/admin/users/0192/edit"));
        assert!(!matches("/admin/users/:id/edit", "/admin/users/0192"));
        assert!(!matches("/admin/users/:id", "/admin/users/0192/edit"));
        assert!(!matches("/admin/users/:id", "/admin/users"));
        assert!(matches("/admin", "/admin/"));
        assert!(matches("/", "/"));
        assert!(!matches("/", "/history"));
    }
}
