use leptos::prelude::*;

use super::Section;
use crate::ui::{Avatar, Badge, Banner, Button, ButtonSize, Niche, NicheSize, Note, Pips, Status, Tag, Tone};

const STATES: [(Tone, &str); 15] = [
    (Tone::Waiting, "Waiting for device"),
    (Tone::Waiting, "Identity confirmed"),
    (Tone::Waiting, "Installing profile"),
    (Tone::Success, "Active"),
    (Tone::Warning, "Needs attention"),
    (Tone::Info, "Lock sent"),
    (Tone::Info, "Wipe sent"),
    (Tone::Info, "Retire sent"),
    (Tone::Danger, "Lost"),
    (Tone::Danger, "Blocked"),
    (Tone::Danger, "Failed"),
    (Tone::Off, "Silent for 41 days"),
    (Tone::Off, "Retired"),
    (Tone::Off, "Wiped"),
    (Tone::Off, "Expired"),
];

#[component]
pub(super) fn States() -> impl IntoView {
    let tones = [Tone::Info, Tone::Waiting, Tone::Danger, Tone::Off];
    view! {
        <Section id="states" title="States" sub="Glyph and word. In tables without a ground, on cards and titles as a badge.">
            <div class="stg">
                {STATES.into_iter().map(|(tone, text)| view! { <Badge tone=tone text=text /> }).collect_view()}
            </div>
            <div class="stg">
                {STATES.into_iter().map(|(tone, text)| view! { <Status tone=tone text=text /> }).collect_view()}
            </div>
            <div class="row row-4">
                {tones.into_iter().map(|tone| view! { <Niche icon="phone" tone=tone /> }).collect_view()}
                <Niche icon="laptop" size=NicheSize::Small />
                <Niche icon="tablet" size=NicheSize::Large />
                <Avatar name="Amira Haddad" />
                <Avatar name="Jonas Weber" small=true />
                <Tag>"Staff"</Tag>
                <Tag icon="filter">"iOS"</Tag>
            </div>
        </Section>
    }
}

#[component]
pub(super) fn Notes() -> impl IntoView {
    view! {
        <Section id="notes" title="Notes and banners" sub="A note for one part, a banner for the whole product.">
            <Banner>
                <span>"The push certificate expires in 23 days."</span>
                <a href="#notes" rel="external">"Renew it"</a>
            </Banner>
            <Note>"Changes apply at the next check-in of each device."</Note>
            <Note tone=Tone::Success>"The certificate is installed on 3 devices."</Note>
            <Note tone=Tone::Warning>"120 hours is long. 24 hours is enough for most."</Note>
            <Note tone=Tone::Danger>
                "The directory does not answer. New people cannot sign in. "
                <Button size=ButtonSize::Small>"Try again"</Button>
            </Note>
            <Note tone=Tone::Waiting>"Waiting for the phone."</Note>
            <Note tone=Tone::Off>"You can leave this page. Sending goes on."</Note>
        </Section>
    }
}

#[component]
pub(super) fn Places() -> impl IntoView {
    view! {
        <Section id="places" title="Device limit" sub="One arch per place up to eight, a bar above that.">
            <div class="row row-4">
                <span class="row"><Pips used=0 limit=Some(3) /><span class="sm">"0 of 3"</span></span>
                <span class="row"><Pips used=3 waiting=1 limit=Some(5) /><span class="sm">"3 of 5, 1 waiting"</span></span>
                <span class="row"><Pips used=2 limit=Some(2) /><span class="sm">"2 of 2, retire one to make room"</span></span>
                <span class="row"><Pips used=31 limit=Some(50) /><span class="sm">"31 of 50"</span></span>
                <span class="row"><Pips used=7 limit=None /><span class="sm muted">"No limit"</span></span>
            </div>
        </Section>
    }
}
