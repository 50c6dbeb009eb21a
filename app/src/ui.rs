//! The design system: components without knowledge of devices or people.
//!
//! Looks, states and words follow the interface guide; the styles are in `style/`, one file per
//! purpose, under the class names that the components render. Two rules come from the content
//! security policy: no `style` attribute and no `on…` attribute anywhere. Sizes and colours are
//! classes, amounts are `<progress>` or SVG attributes.
//!
//! A new component goes here first, with every state, and on the gallery page.
//! Texts are [`TextProp`](leptos::prelude::TextProp)s (a text or a closure), states are
//! [`Signal`](leptos::prelude::Signal)s (a value or anything reactive).

mod brand;
mod button;
mod card;
mod copy;
mod countdown;
mod crumbs;
mod dialog;
mod empty;
mod face;
mod field;
mod frame;
#[cfg(debug_assertions)]
pub mod gallery;
mod head;
mod icon;
mod live_region;
mod menu;
mod niche;
mod note;
mod pips;
mod progress;
mod qr;
mod selection;
mod settings;
mod skeleton;
mod status;
mod steps;
mod still;
mod table;
mod tabs;
mod terms;
mod theme;
mod time;
mod timeline;
mod toast;
mod tone;

pub use brand::{Brand, Mark, OwnBrand, OwnLogo};
pub use button::{Button, ButtonKind, ButtonSize, IconButton, LinkButton};
pub use card::{Card, Disclosure, Fact, Facts, List};
pub use copy::{CopyButton, CopyField};
pub use countdown::Countdown;
pub use crumbs::{BackLink, Crumb, Crumbs};
pub use dialog::{Consequence, ConsequenceKind, Consequences, Dialog};
pub use empty::{EmptyArt, EmptyState};
pub use face::{Face, mark_hydrated};
pub use field::{
    CheckGroup, Checkbox, Choice, ErrorSummary, FieldMessage, FileContent, FileField, FormError, HiddenField,
    InputKind, PasswordField, Segmented, SelectField, Stepper, Switch, TextArea, TextField, TileChoice,
    Tiles, UnitField,
};
pub use frame::{Broken, ConsoleFrame, GateFrame, HelpLine, NavGroup, NavItem, NotFound, PortalFrame};
pub use head::{PageHead, PageTitle};
pub use icon::{Icon, IconSize};
pub use live_region::{Announcer, LiveRegions, Loading, SkipLink, provide_live_regions, use_announcer};
pub use menu::{Menu, MenuButton, MenuDivider, MenuLink, SignOutItem};
pub use niche::{Avatar, Niche, NicheSize};
pub use note::{Banner, Note};
pub use pips::Pips;
pub use progress::JobPanel;
pub use qr::{CodeHeading, PinDisplay, QrPanel};
pub use selection::{SelectPage, SelectionBar};
pub use settings::{SaveBar, SettingsFrame};
pub use skeleton::{SkeletonCard, SkeletonDevices, SkeletonRows};
pub use status::{Badge, Status, Tag};
pub use steps::{Step, StepState, Steps, WaitingCard};
pub use still::still;
pub use table::{
    Column, FilterSelect, MainCell, NoneCell, Pager, Priority, SearchField, Sort, Table, TableCard, Toolbar,
};
pub use tabs::{Tab, Tabs};
pub use terms::TermsBody;
pub use theme::ThemeToggle;
pub(crate) use time::{Clock, provide_clock};
pub use time::{ClockTime, Day, OptionTime, Time, span};
pub use timeline::{Event, Timeline};
pub use toast::{ToastStack, use_toasts};
pub use tone::Tone;
