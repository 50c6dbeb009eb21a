//! The code that was just made, on its way to the page that shows it.

use leptos::prelude::*;
use types::{Handout, RegistrationId};

/// Holds PIN and link from the moment they are made until their page has been left. They are shown
/// once without being read again; after that, reading them is a step of its own.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::console) struct JustMade(RwSignal<Option<Handout>>);

impl JustMade {
    /// Keeps what was made.
    pub(in crate::console) fn keep(self, handout: Handout) {
        self.0.set(Some(handout));
    }

    /// What is there to show for a registration.
    pub(in crate::console) fn of(self, id: RegistrationId) -> Option<Handout> {
        self.0.with(|made| made.clone().filter(|handout| handout.id == id))
    }

    /// Forgets it.
    pub(in crate::console) fn forget(self) {
        _ = self.0.try_set(None);
    }
}
