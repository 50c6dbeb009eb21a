//! The design system: components without knowledge of devices or people.
//!
//! Looks, states and words follow the interface guide; the styles are in `style/`, one file per
//! purpose, under the class names that the components render. Two rules come from the content
//! security policy: no `style` attribute and no `on…` attribute anywhere. Sizes and colours are
//! classes, amounts are `<progress>` or SVG attributes.
//!
//! A new component goes here first, with every state, and on the page in [`gallery`].
//! Texts are [`TextProp`](leptos::prelude::TextProp)s (a text or a closure), states are
//! [`Signal`](leptos::prelude::Signal)s (a value or anything reactive).

mod brand;
mod button;
mod empty;
mod face;
mod frame;
mod head;
mod icon;
mod live_region;
mod menu;
mod niche;
mod status;
mod theme;
mod toast;
mod tone;

pub use brand::{Brand, Mark};
pub use button::{Button, ButtonKind, ButtonSize, IconButton, LinkButton};
pub use empty::{EmptyArt, EmptyState};
pub use face::{Face, mark_hydrated};
pub use frame::{Broken, ConsoleFrame, GateFrame, NavGroup, NavItem, NotFound, PortalFrame};
pub use head::{PageHead, PageTitle};
pub use icon::{Icon, IconSize};
pub use live_region::{LiveRegions, Loading, SkipLink, announce, announce_urgently, provide_live_regions};
pub use menu::{Menu, MenuButton, MenuDivider, MenuLink, SignOutItem};
pub use niche::{Avatar, Niche, NicheSize};
pub use status::{Badge, Status, Tag};
pub use theme::ThemeToggle;
pub use toast::{ToastStack, use_toasts};
pub use tone::Tone;
