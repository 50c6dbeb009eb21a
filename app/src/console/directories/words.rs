//! Words for states, faults and reasons.

use types::{DirectoryFault, DirectoryState, SkipReason, TestStepKind};

use crate::{
    t::directories::{fault as f, skip as s, state, steps},
    ui::Tone,
};

/// How a directory stands.
pub(super) fn standing(value: DirectoryState) -> (Tone, &'static str) {
    use DirectoryState as D;
    match value {
        D::Disabled => (Tone::Off, state::disabled()),
        D::New => (Tone::Off, state::new()),
        D::Reading => (Tone::Info, state::reading()),
        D::Fine => (Tone::Success, state::fine()),
        D::Held => (Tone::Waiting, state::held()),
        D::Failing => (Tone::Danger, state::failing()),
    }
}

/// What went wrong and how to mend it.
pub(super) fn fault(value: DirectoryFault) -> &'static str {
    use DirectoryFault as F;
    match value {
        F::Unresolvable => f::unresolvable(),
        F::ForbiddenAddress => f::forbidden_address(),
        F::Unreachable => f::unreachable(),
        F::TimedOut => f::timed_out(),
        F::StartTlsRefused => f::start_tls_refused(),
        F::UnknownIssuer => f::unknown_issuer(),
        F::CertificateExpired => f::certificate_expired(),
        F::CertificateNotYetValid => f::certificate_not_yet_valid(),
        F::CertificateWrongName => f::certificate_wrong_name(),
        F::TlsFailed => f::tls_failed(),
        F::BadAuthorities => f::bad_authorities(),
        F::BindRefused => f::bind_refused(),
        F::BaseNotFound => f::base_not_found(),
        F::BadFilter => f::bad_filter(),
        F::NotAllowed => f::not_allowed(),
        F::CutOff => f::cut_off(),
        F::TooLarge => f::too_large(),
        F::Referred => f::referred(),
        F::Busy => f::busy(),
        F::Protocol => f::protocol(),
        F::NoGroups => f::no_groups(),
        F::Empty => f::empty(),
        F::GroupsMissing => f::groups_missing(),
        F::Cancelled => f::cancelled(),
        F::Interrupted => f::interrupted(),
        F::Internal => f::internal(),
    }
}

/// Why an entry was not taken over as it is.
pub(super) fn reason(value: SkipReason) -> &'static str {
    use SkipReason as S;
    match value {
        S::NoKey => s::no_key(),
        S::NoUsername => s::no_username(),
        S::BadUsername => s::bad_username(),
        S::TooLong => s::too_long(),
        S::BadDn => s::bad_dn(),
        S::LocalName => s::local_name(),
        S::OtherDirectory => s::other_directory(),
        S::SameName => s::same_name(),
        S::SameKey => s::same_key(),
        S::LastAdministrator => s::last_administrator(),
        S::BadEmail => s::bad_email(),
        S::ElsewhereReferred => s::elsewhere_referred(),
        S::CircularGroups => s::circular_groups(),
    }
}

/// A step of a test that went well.
pub(super) fn step(value: TestStepKind) -> &'static str {
    match value {
        TestStepKind::Resolve => steps::resolve(),
        TestStepKind::Connect => steps::connect(),
        TestStepKind::Tls => steps::tls(),
        TestStepKind::Bind => steps::bind(),
        TestStepKind::People => steps::people(),
        TestStepKind::Groups => steps::groups(),
    }
}
