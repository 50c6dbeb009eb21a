//! The organisation's logo as a piece of document. It goes to the browser as it is, so that no bundle has to know how
//! a logo is made.

use std::fmt::Write as _;

/// A picture of the organisation's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its address.
    pub src: String,
    /// Width and height as it is shown, in pixels.
    pub shown: (u32, u32),
}

/// One picture for both themes, or one for each. `name` is for those who do not see it.
#[must_use]
pub fn logo(name: &str, light: &Picture, dark: Option<&Picture>) -> String {
    let name = super::escape_text(name).replace('"', "&quot;");
    let on_light = if dark.is_some() { "on-light" } else { "on-paper" };
    let mut out = String::new();
    for (class, picture) in [(on_light, Some(light)), ("on-dark", dark)] {
        let Some(Picture { src, shown: (width, height) }) = picture else { continue };
        _ = write!(
            out,
            "<img class=\"{class}\" src=\"{src}\" alt=\"{name}\" width=\"{width}\" height=\"{height}\">"
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_a_name() {
        let picture = Picture { src: "/branding/logo?v=1".to_owned(), shown: (160, 24) };
        let html = logo("\"><script>&", &picture, None);
        assert_eq!(
            html,
            "<img class=\"on-paper\" src=\"/branding/logo?v=1\" alt=\"&quot;&gt;&lt;script&gt;&amp;\" \
             width=\"160\" height=\"24\">"
        );
        assert_eq!(logo("", &picture, Some(&picture)).matches("<img").count(), 2);
    }
}
