//! Who may use a route, and how it speaks.

use types::{Face, Permission};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody. These are on a short list that a test compares.
    Public,
    /// A person with a session at this face.
    Session(Face),
    /// A person with a session at this face, asked by a page on its own: not an activity.
    PassiveSession(Face),
    /// A script whose token and owner have this permission.
    Token(Permission),
    /// A script whose token and owner have one of these permissions; the domain asks for the right one.
    AnyToken(&'static [Permission]),
    /// A script of a person, for their own things, whose token and person have this permission.
    OwnToken(Permission),
    /// A script of a person, for their own things, whose token and person have one of these permissions; the domain
    /// asks for the right one.
    AnyOwnToken(&'static [Permission]),
    /// A device that has signed the request.
    Device,
}

impl Access {
    /// Whether scripts use it.
    pub fn wants_token(self) -> bool {
        matches!(self, Self::Token(_) | Self::AnyToken(_) | Self::OwnToken(_) | Self::AnyOwnToken(_))
    }
}

/// How a route answers where it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// A page for people: to the sign-in page, or to the hint that Gatehouse is not set up.
    Page,
    /// A page for people that is there before the set-up, too.
    PageBeforeSetUp,
    /// Data for a page: a problem document.
    Data,
    /// Data for programs, which send no cookies: a problem document.
    Api,
}

impl Answers {
    /// Whether a browser may be made to call this by a foreign page.
    pub(super) fn needs_csrf_check(self) -> bool {
        self != Self::Api
    }
}
