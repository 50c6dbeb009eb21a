//! The frames: what stands around every page.

mod console;
mod gate;
mod help_line;
mod not_found;
mod portal;

pub use console::ConsoleFrame;
pub use gate::GateFrame;
pub use help_line::HelpLine;
pub use not_found::{Broken, NotFound};
pub use portal::PortalFrame;

/// One entry of a navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    pub(super) href: &'static str,
    pub(super) icon: &'static str,
    pub(super) label: &'static str,
    exact: bool,
    also: &'static [&'static str],
}

impl NavItem {
    /// An entry that is current on its page and on all below it.
    #[must_use]
    pub const fn new(href: &'static str, icon: &'static str, label: &'static str) -> Self {
        Self { href, icon, label, exact: false, also: &[] }
    }

    /// The start page: current there alone.
    #[must_use]
    pub const fn home(mut self) -> Self {
        self.exact = true;
        self
    }

    /// Current on pages elsewhere, too: those at and below these addresses.
    #[must_use]
    pub const fn also(mut self, addresses: &'static [&'static str]) -> Self {
        self.also = addresses;
        self
    }

    /// The value of `aria-current` at an address.
    pub(super) fn current(&self, path: &str) -> Option<&'static str> {
        let path = path.trim_end_matches('/');
        let at = |address: &str| path == address.trim_end_matches('/');
        let below = |address: &str| path.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'));
        let here = at(self.href) || (!self.exact && below(self.href));
        (here || self.also.iter().any(|address| at(address) || below(address))).then_some("page")
    }
}

/// Entries of the console's navigation under one heading.
#[derive(Clone, Debug)]
pub struct NavGroup {
    pub(super) title: Option<&'static str>,
    pub(super) items: Vec<NavItem>,
}

impl NavGroup {
    /// A group; the first one has no heading.
    #[must_use]
    pub const fn new(title: Option<&'static str>, items: Vec<NavItem>) -> Self {
        Self { title, items }
    }
}

#[cfg(test)]
mod tests {
    use super::NavItem;

    #[test]
    fn an_entry_is_current_below_its_page_and_the_start_page_is_not() {
        let devices = NavItem::new("/console/devices", "phone", "Devices");
        assert_eq!(devices.current("/console/devices/42"), Some("page"));
        assert_eq!(devices.current("/console/devices/"), Some("page"));
        assert_eq!(devices.current("/console/devices-old"), None);
        let start = NavItem::new("/", "phone", "Devices").home().also(&["/devices"]);
        assert_eq!(start.current("/"), Some("page"));
        assert_eq!(start.current("/devices/42"), Some("page"));
        assert_eq!(start.current("/register"), None);
    }
}
