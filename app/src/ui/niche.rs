//! Devices live in arches, people in circles.

use leptos::prelude::*;

use super::{Icon, Tone};

/// Size of a niche.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NicheSize {
    /// In tables and lists.
    Small,
    /// On cards.
    #[default]
    Medium,
    /// Beside the title of a page.
    Large,
}

/// An arch with the icon of a device; decoration beside its name.
#[component]
pub fn Niche(
    /// Icon of the device or of the action.
    icon: &'static str,
    /// Tone of the state. An arch shows only waiting and danger; warning and off are grey.
    #[prop(optional, into)]
    tone: Option<Tone>,
    /// Size.
    #[prop(optional)]
    size: NicheSize,
) -> impl IntoView {
    let size = match size {
        NicheSize::Small => "niche niche-sm",
        NicheSize::Medium => "niche",
        NicheSize::Large => "niche niche-lg",
    };
    view! {
        <span class=size data-tone=tone.and_then(Tone::of_niche) aria-hidden="true">
            <Icon name=icon />
        </span>
    }
}

/// A person: a circle with their initials; decoration beside the name.
#[component]
pub fn Avatar(
    /// Full name.
    #[prop(into)]
    name: String,
    /// In tables and lists.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    view! {
        <span class="avatar" class:avatar-sm=small aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// First letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_taken_from_the_first_and_the_last_word() {
        assert_eq!(initials("Amira Haddad"), "AH");
        assert_eq!(initials("ana maria da silva"), "AS");
        assert_eq!(initials("Øystein"), "Ø");
        assert_eq!(initials(" "), "");
    }
}
