use leptos::prelude::*;

use super::Section;
use crate::ui::{
    Button, ButtonKind, ButtonSize, Consequence, ConsequenceKind, Consequences, Dialog, Icon, IconButton,
    LinkButton, Menu, MenuButton, MenuDivider, MenuLink, Note, TextField, Tone, use_toasts,
};

#[component]
pub(super) fn Buttons() -> impl IntoView {
    let busy = RwSignal::new(false);
    let large = ButtonSize::Large;
    view! {
        <Section
            id="buttons"
            title="Buttons"
            sub="One primary per view. Large in the portal, medium in the console, small in tables."
        >
            <div class="row">
                <Button kind=ButtonKind::Primary size=large icon="register">"Register a device"</Button>
                <Button size=large icon="mail">"Send again"</Button>
                <Button kind=ButtonKind::Quiet size=large>"Cancel"</Button>
                <Button kind=ButtonKind::Danger size=large icon="wipe">"Wipe phone"</Button>
                <Button kind=ButtonKind::DangerLine size=large icon="wipe">"Wipe…"</Button>
                <Button kind=ButtonKind::QuietDanger size=large>"Cancel registration"</Button>
                <Button size=large disabled=true>"Send again in 0:42"</Button>
                <Button kind=ButtonKind::Primary size=large end_icon="arrow-end">"Create code"</Button>
            </div>
            <div class="row">
                <Button kind=ButtonKind::Primary>"Save"</Button>
                <Button icon="download">"Export"</Button>
                <Button kind=ButtonKind::Quiet>"Discard"</Button>
                <Button kind=ButtonKind::Danger>"Delete"</Button>
                <Button kind=ButtonKind::DangerLine>"Stop"</Button>
                <Button kind=ButtonKind::Primary busy=true busy_label="Saving">"Save"</Button>
                <Button busy=busy busy_label="Working" on:click=move |_| busy.set(true)>"Press to be busy"</Button>
                <IconButton icon="more" label="More actions for Amira’s iPhone" kind=ButtonKind::Plain />
                <IconButton icon="refresh" label="Read again" />
                <LinkButton href="#buttons" external=true icon="user">"A link"</LinkButton>
            </div>
            <div class="row">
                <Button size=ButtonSize::Small icon="lock">"Lock"</Button>
                <Button size=ButtonSize::Small>"Try again"</Button>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small>"Clear"</Button>
                <IconButton icon="edit" label="Rename" size=ButtonSize::Small />
            </div>
        </Section>
    }
}

#[component]
pub(super) fn Overlays() -> impl IntoView {
    let (wiping, asking) = (RwSignal::new(false), RwSignal::new(false));
    let toasts = use_toasts();
    let name = RwSignal::new(String::new());
    view! {
        <Section id="overlays" title="Dialogs, menus, toasts" sub="Native dialog and popover; Escape closes them.">
            <div class="row">
                <Button kind=ButtonKind::DangerLine icon="wipe" on:click=move |_| wiping.set(true)>"Wipe…"</Button>
                <Button on:click=move |_| asking.set(true)>"Lock…"</Button>
                <Menu
                    id="gallery-menu"
                    label="More actions for Amira’s iPhone"
                    kind=ButtonKind::Plain
                    icon_only=true
                    trigger=|| view! { <Icon name="more" /> }
                >
                    <MenuButton icon="edit" on_press=move |()| toasts.say("Renamed")>"Rename"</MenuButton>
                    <MenuLink icon="user" href="#overlays" external=true>"Open person"</MenuLink>
                    <MenuDivider />
                    <MenuButton icon="wipe" danger=true on_press=move |()| wiping.set(true)>"Wipe…"</MenuButton>
                </Menu>
                <Button on:click=move |_| toasts.say("Saved")>"Toast"</Button>
                <Button on:click=move |_| {
                    toasts.offer("Pixel 8 retired", "Undo", move || toasts.say("Back again"));
                }>"Toast with Undo"</Button>
            </div>
            <Dialog
                open=wiping
                id="gallery-wipe"
                title="Wipe Amira’s iPhone?"
                text="Everything on the phone is erased. This cannot be undone once it has started."
                icon="wipe"
                tone=Tone::Danger
                action=move || {
                    view! {
                        <Button kind=ButtonKind::Danger icon="wipe" on:click=move |_| wiping.set(false)>
                            "Wipe phone"
                        </Button>
                    }
                }
            >
                <Consequences>
                    <Consequence kind=ConsequenceKind::Lost>"Erases all apps, photos and messages"</Consequence>
                    <Consequence kind=ConsequenceKind::Fact icon="clock">"Starts when it is next online"</Consequence>
                    <Consequence kind=ConsequenceKind::Kept>"You can cancel until then"</Consequence>
                </Consequences>
                <Note tone=Tone::Off icon="retire">"Only leaving work on this phone? Retire it instead."</Note>
                <TextField label="Type Amira’s iPhone to confirm" name="confirm-name" bind=name />
            </Dialog>
            <Dialog
                open=asking
                id="gallery-lock"
                title="Lock Amira’s iPhone?"
                action=move || {
                    view! {
                        <Button kind=ButtonKind::Primary on:click=move |_| asking.set(false)>"Lock phone"</Button>
                    }
                }
            >
                <TextField label="Message on the screen" name="lock-message" optional=true />
            </Dialog>
        </Section>
    }
}

#[component]
pub(super) fn Icons() -> impl IntoView {
    let names = include_str!("../../../../style/icons.svg")
        .split("id=\"i-")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(name, _)| name));
    view! {
        <Section id="icons" title="Icons" sub="20 by 20, stroke 1.5, from the sprite.">
            <div class="icg">
                {names.map(|name| view! { <span><Icon name=name />{name}</span> }).collect_view()}
            </div>
        </Section>
    }
}
