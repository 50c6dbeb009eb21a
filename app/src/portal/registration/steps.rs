//! The steps of a registration.

use types::{RegistrationProgress, RegistrationStatus};

use crate::{
    t::portal::step as words,
    ui::{Step, StepState},
};

/// Code created, code opened, registering, ready to use.
pub(in crate::portal) fn registration_steps(progress: &RegistrationProgress) -> Vec<Step> {
    let used = progress.used_at.is_some();
    let done = [true, progress.opened_at.is_some() || used, used, progress.active_at.is_some()];
    let at = [Some(progress.issued_at), progress.opened_at, progress.used_at, progress.active_at];
    let current = done.iter().position(|done| !done);
    let waits = progress.status == RegistrationStatus::Pending || used;
    let step = |index: usize, label: &'static str, hint: &'static str| {
        if done.get(index) == Some(&true) {
            Step::new(label, StepState::Done).at(at.get(index).copied().flatten())
        } else if waits && current == Some(index) {
            Step::new(label, StepState::Now).note(hint)
        } else {
            Step::new(label, StepState::Next)
        }
    };
    vec![
        step(0, words::created(), ""),
        step(1, words::opened(), words::opened_hint()),
        step(2, words::registering(), words::registering_hint()),
        step(3, words::ready(), words::ready_hint()),
    ]
}

/// What the person does now, in a sentence.
pub(in crate::portal) fn waiting_text(progress: &RegistrationProgress) -> &'static str {
    if progress.active_at.is_some() {
        words::text_ready()
    } else if progress.used_at.is_some() {
        words::text_registering()
    } else if progress.opened_at.is_some() {
        words::text_opened()
    } else {
        words::text_created()
    }
}

#[cfg(test)]
mod tests {
    use types::{Platform, Timestamp};

    use super::*;

    fn progress(opened: bool, used: bool, active: bool) -> RegistrationProgress {
        let id = "01936d3e-0000-7000-8000-000000000000";
        let at = |happened: bool| happened.then(|| Timestamp::from_millis(1));
        RegistrationProgress {
            id: id.parse().expect("an id"),
            device_id: id.parse().expect("an id"),
            user_id: id.parse().expect("an id"),
            username: "amira".to_owned(),
            user_display_name: "Amira".to_owned(),
            platform: Platform::Linux,
            status: if used { RegistrationStatus::Used } else { RegistrationStatus::Pending },
            issued_at: Timestamp::from_millis(1),
            expires_at: Timestamp::from_millis(2),
            opened_at: at(opened),
            used_at: at(used),
            pin_ended_at: None,
            active_at: at(active),
            phone_number: None,
            sent_to: None,
        }
    }

    fn states(opened: bool, used: bool, active: bool) -> Vec<StepState> {
        registration_steps(&progress(opened, used, active)).iter().map(|step| step.state).collect()
    }

    #[test]
    fn exactly_one_step_is_waited_for_until_the_device_is_ready() {
        use StepState::{Done, Next, Now};
        assert_eq!(states(false, false, false), [Done, Now, Next, Next]);
        assert_eq!(states(true, false, false), [Done, Done, Now, Next]);
        assert_eq!(states(true, true, false), [Done, Done, Done, Now]);
        assert_eq!(states(true, true, true), [Done, Done, Done, Done]);
    }

    #[test]
    fn a_device_that_typed_the_pin_skips_the_opening_of_the_link() {
        use StepState::{Done, Now};
        assert_eq!(states(false, true, false), [Done, Done, Done, Now]);
    }
}
