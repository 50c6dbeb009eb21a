//! Which face a component is shown on; it decides sizes.

use leptos::prelude::*;

use super::ButtonSize;
use crate::address::use_address;

/// Portal, console, or a page before signing in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// What people see.
    Portal,
    /// What administrators see.
    Console,
    /// Sign-in and other pages that need no session.
    #[default]
    Gate,
}

impl Face {
    /// The face of the frame around.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }

    pub(super) fn button_size(self) -> ButtonSize {
        match self {
            Self::Portal | Self::Gate => ButtonSize::Large,
            Self::Console => ButtonSize::Medium,
        }
    }
}

/// After a link inside the face, the focus goes to the heading of the new page, so that people who
/// do not see it hear where they are. Called once by the frame of a face
/// that follows links in the browser.
pub(super) fn focus_heading_on_navigation() {
    let path = use_address().path;
    Effect::new(move |earlier: Option<()>| {
        path.track();
        if earlier.is_some() {
            _ = request_animation_frame(crate::browser::focus_heading);
        }
    });
}

/// Marks the document as taken over by the browser, which tests wait for. Called once by each face.
pub fn mark_hydrated() {
    Effect::new(|_| crate::browser::set_root_attribute("data-hydrated", ""));
}
