//! Browsers as people call them; what a browser says of itself is a long story.

/// A browser and the system that it runs on, as far as it says.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Browser {
    /// "Firefox"
    pub(crate) name: Option<String>,
    /// "Windows"
    pub(crate) system: Option<String>,
}

/// Browsers name those before them, so the newest names come first.
const NAMES: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

impl Browser {
    /// Reads what a browser says of itself in `User-Agent`.
    pub(crate) fn of(user_agent: Option<&str>) -> Self {
        let text = user_agent.unwrap_or_default();
        let find = |known: &[(&str, &str)]| {
            known.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| (*name).to_owned())
        };
        Self { name: find(NAMES), system: find(SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(user_agent: &str) -> (Option<String>, Option<String>) {
        let Browser { name, system } = Browser::of(Some(user_agent));
        (name, system)
    }

    #[test]
    fn a_browser_is_named_by_what_it_is_and_not_by_what_it_mimics() {
        let both = |name: &str, system: &str| (Some(name.to_owned()), Some(system.to_owned()));
        for (user_agent, name, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari",
                "iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
        ] {
            assert_eq!(named(user_agent), both(name, system));
        }
        assert_eq!(named("curl/8.5.0"), (None, None));
    }
}
