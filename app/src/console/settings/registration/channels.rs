//! What must be proved on each channel, and which platforms are let in.

use leptos::prelude::*;
use types::{Channel, PlatformFamily, ProofRule};

use super::fields::Fields;
use crate::{
    t::rules as words,
    ui::{Card, Choice, Note, SelectField, Switch, Tone},
};

/// One list per channel that is built.
#[component]
pub(super) fn ChannelsCard(answers: Fields) -> impl IntoView {
    let field = |(channel, bind): (&Channel, RwSignal<String>)| {
        let options: Vec<_> =
            ProofRule::ALL.iter().map(|rule| Choice::new(rule.as_str(), rule_name(*rule))).collect();
        view! {
            <SelectField
                label=channel_name(*channel)
                name=channel.as_str()
                options=options
                bind=bind
            />
        }
    };
    let is_built = |(channel, _): &(&Channel, RwSignal<String>)| Channel::BUILT.contains(channel);
    let without_pin = move || {
        let built = Channel::ALL.iter().zip(answers.channels).filter(is_built);
        built.into_iter().all(|(_, rule)| rule.with(|rule| rule == ProofRule::Password.as_str()))
    };
    view! {
        <Card id="channels" title=words::channels() sub=words::channels_sub()>
            <div class="stack">
                {Channel::ALL.iter().zip(answers.channels).filter(is_built).map(field).collect_view()}
                <Show when=without_pin>
                    <Note tone=Tone::Info>{words::without_pin()}</Note>
                </Show>
            </div>
        </Card>
    }
}

/// One switch per family; what stops is said beside it.
#[component]
pub(super) fn PlatformsCard(answers: Fields) -> impl IntoView {
    let switch = |(family, bind): (&PlatformFamily, RwSignal<bool>)| {
        view! {
            <Switch label=family_name(*family) name=family.as_str() bind=bind hint=family_hint(*family) />
        }
    };
    let any_off = move || answers.platforms.iter().any(|on| !on.get());
    view! {
        <Card id="platforms" title=words::platforms() sub=words::platforms_sub()>
            <div class="stack">
                {PlatformFamily::ALL.iter().zip(answers.platforms).map(switch).collect_view()}
                <Show when=any_off>
                    <Note tone=Tone::Warning>{words::platform_off()}</Note>
                </Show>
            </div>
        </Card>
    }
}

fn rule_name(rule: ProofRule) -> &'static str {
    match rule {
        ProofRule::Pin => words::rule_pin(),
        ProofRule::Password => words::rule_password(),
        ProofRule::PasswordAndPin => words::rule_both(),
    }
}

fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::InAppApple => words::in_app_apple(),
        Channel::InAppAndroid => words::in_app_android(),
        Channel::WebApple => words::web_apple(),
        Channel::DesktopAgent => words::desktop_agent(),
        other => other.as_str(),
    }
}

fn family_name(family: PlatformFamily) -> &'static str {
    match family {
        PlatformFamily::Apple => words::apple(),
        PlatformFamily::Android => words::android(),
        PlatformFamily::Windows => words::windows(),
        PlatformFamily::Linux => words::linux(),
    }
}

fn family_hint(family: PlatformFamily) -> &'static str {
    match family {
        PlatformFamily::Apple => words::apple_hint(),
        PlatformFamily::Android => words::android_hint(),
        PlatformFamily::Windows => words::windows_hint(),
        PlatformFamily::Linux => words::linux_hint(),
    }
}
