use std::time::Duration;

use leptos::prelude::*;

use super::Section;
use crate::{
    shell::page_info,
    ui::{
        BackLink, Badge, Button, ButtonKind, ButtonSize, Card, Choice, Column, Crumb, Crumbs, Disclosure,
        EmptyArt, EmptyState, Event, Fact, Facts, FilterSelect, Icon, IconButton, LinkButton, List, Loading,
        MainCell, Menu, MenuButton, Niche, NicheSize, NoneCell, OptionTime, Pager, Priority, SaveBar,
        SearchField, SkeletonCard, SkeletonDevices, SkeletonRows, Sort, Status, Tab, Table, TableCard, Tabs,
        Time, Timeline, Tone, Toolbar,
    },
};

#[component]
pub(super) fn Cards() -> impl IntoView {
    let now = page_info().now;
    let ago = move |seconds: u64| now - Duration::from_secs(seconds);
    view! {
        <Section id="cards" title="Cards, facts, lists, timeline" sub="A card has a border; nothing inside has a shadow.">
            <div class="grid cols-3">
                <article class="card device">
                    <div class="device-in">
                        <div class="device-top">
                            <Niche icon="phone" />
                            <div>
                                <h3><a href="#cards" rel="external">"Amira’s iPhone"</a></h3>
                                <p class="model">"iPhone 15 · iOS 18.5"</p>
                                <Badge tone=Tone::Success text="Active" />
                            </div>
                        </div>
                        <Facts>
                            <Fact term="Last seen"><Time at=ago(250) /></Fact>
                            <Fact term="Ownership">"Company-owned"</Fact>
                            <Fact term="Number"><span class="ltr">"+47 400 55 014"</span></Fact>
                        </Facts>
                    </div>
                    <div class="device-acts">
                        <Button kind=ButtonKind::Quiet icon="lock" label="Lock Amira’s iPhone">"Lock"</Button>
                        <IconButton icon="more" label="More actions for Amira’s iPhone" />
                    </div>
                </article>
                <a class="device-new" href="#cards" rel="external">
                    <Icon name="register" />
                    <strong>"Register a device"</strong>
                    "It takes about a minute."
                </a>
            </div>
            <Card title="Facts" actions=|| view! { <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon="copy">"Copy all"</Button> }>
                <Facts wide=true>
                    <Fact term="System">"iOS 18.5 " <span class="muted">"(22F76)"</span></Fact>
                    <Fact term="Serial number"><span class="mono">"F4GX92KLP7"</span></Fact>
                    <Fact term="Registered"><Time at=ago(40 * 86_400) /></Fact>
                    <Fact term="Last check-in"><OptionTime at=None /></Fact>
                    <Fact term="Carrier"><NoneCell /></Fact>
                </Facts>
            </Card>
            <Card title="History" sub="What happened to this device.">
                <Timeline>
                    <Event icon="locate" tone=Tone::Waiting at=ago(60) note="Sent to the phone, waiting for its answer">
                        <b>"Locate"</b>
                        " requested by you"
                    </Event>
                    <Event icon="certificate" tone=Tone::Danger at=ago(1600) note="Refused: wrong password"><b>"Install certificate"</b></Event>
                    <Event icon="lock" tone=Tone::Success at=ago(2 * 86_400) note="Done in 3 seconds"><b>"Lock"</b></Event>
                    <Event icon="user" at=ago(50 * 86_400)>"Ownership changed to " <b>"company-owned"</b></Event>
                </Timeline>
            </Card>
            <Card title="Past devices" flush=true>
                <List>
                    <li>
                        <Niche icon="phone-hole" tone=Tone::Off size=NicheSize::Small />
                        <span class="grow">"Pixel 8"<small>"Retired by you on 3 September 2026."</small></span>
                        <Status tone=Tone::Off text="Retired" />
                    </li>
                </List>
            </Card>
            <Disclosure icon="shield" summary="What Vellmere can and cannot see">
                "Model, system version and work apps. Never messages, photos or browsing."
            </Disclosure>
        </Section>
    }
}

#[component]
pub(super) fn Tables() -> impl IntoView {
    let now = page_info().now;
    let columns = || {
        vec![
            Column::new("Device").sort("name"),
            Column::new("User").priority(Priority::Sm),
            Column::new("Status").priority(Priority::Sm),
            Column::new("System").priority(Priority::Md),
            Column::new("Last seen").priority(Priority::Md).sort("last_seen_at"),
            Column::actions(),
        ]
    };
    let rows = [
        (
            "Amira’s iPhone",
            "phone",
            "iPhone 15",
            "Amira Haddad",
            Tone::Success,
            "Active",
            "iOS 18.5",
            240_u64,
        ),
        (
            "Galaxy Tab, stock 2",
            "tablet-wide",
            "Galaxy Tab S9",
            "Tomás Ferreira",
            Tone::Waiting,
            "Waiting for device",
            "Android",
            7300,
        ),
        (
            "Noor’s iPhone",
            "phone",
            "iPhone 14 Pro",
            "Noor Aziz",
            Tone::Danger,
            "Lost",
            "iOS 18.4",
            2 * 86_400,
        ),
        (
            "WS-0388",
            "pc",
            "Surface Laptop 6",
            "Sofia Lindqvist",
            Tone::Off,
            "Silent for 41 days",
            "Windows 11",
            41 * 86_400,
        ),
    ];
    let row = move |(name, icon, model, user, tone, state, system, ago): (
        &'static str,
        _,
        &'static str,
        _,
        _,
        &'static str,
        _,
        u64,
    )| {
        view! {
            <tr>
                <MainCell icon=icon tone=tone href="#tables" name=name sub=model>
                    <span class="only-sm"><Status tone=tone text=state /></span>
                </MainCell>
                <td class="c-sm">{user}</td>
                <td class="c-sm"><Status tone=tone text=state /></td>
                <td class="c-md">{system}</td>
                <td class="c-md faint nowrap"><Time at=now - Duration::from_secs(ago) /></td>
                <td class="tight">
                    <Menu id=format!("row-{ago}") label=format!("Actions for {name}") size=ButtonSize::Small icon_only=true trigger=|| view! { <Icon name="more" /> }>
                        <MenuButton icon="lock" on_press=|()| ()>"Lock"</MenuButton>
                    </Menu>
                </td>
            </tr>
        }
    };
    view! {
        <Section id="tables" title="Tables, tabs, crumbs, save bar" sub="Search, filters, sort and page live in the address.">
            <Crumbs items=vec![Crumb::new("/gallery", "Devices")] current="Amira’s iPhone" />
            <BackLink href="/gallery" text="Your devices" />
            <Tabs
                label="Device"
                tabs=vec![Tab::new("/gallery", "Overview"), Tab::new("?tab=commands", "Commands").count(128), Tab::new("?tab=history", "History")]
            />
            <TableCard label="Device list">
                <Toolbar>
                    <SearchField label="Search devices" placeholder="Name, user or serial" />
                    <FilterSelect
                        label="State"
                        name="state"
                        any="Any state"
                        options=vec![Choice::new("active", "Active"), Choice::new("pending", "Waiting for device")]
                    />
                </Toolbar>
                <Table caption="Devices, sorted by name" columns=columns() sort=Signal::stored(Sort { key: "name".into(), descending: false })>
                    {rows.into_iter().map(row).collect_view()}
                </Table>
                <Pager text="1 to 4 of 214 devices" next="?cursor=x" />
            </TableCard>
            <TableCard label="Empty list">
                <EmptyState
                    title="No device matches these filters"
                    actions=|| view! { <LinkButton href="/gallery" kind=ButtonKind::Primary>"Clear all filters"</LinkButton> }
                >
                    <p>"“galaxy fold” finds none of the 1,342 devices."</p>
                </EmptyState>
            </TableCard>
            <SaveBar changed=true>
                <Button kind=ButtonKind::Quiet>"Discard"</Button>
                <Button kind=ButtonKind::Primary>"Save"</Button>
            </SaveBar>
        </Section>
    }
}

#[component]
pub(super) fn Waiting() -> impl IntoView {
    view! {
        <Section id="waiting-states" title="Empty, refused, loading" sub="Every state says what to do next.">
            <div class="grid cols-2">
                <div class="card">
                    <EmptyState
                        title="Register your first device"
                        art=EmptyArt::Open
                        actions=|| view! { <Button kind=ButtonKind::Primary icon="register">"Register a device"</Button> }
                    >
                        <p>"You need your phone and about a minute."</p>
                    </EmptyState>
                </div>
                <div class="card">
                    <EmptyState title="This link no longer works" art=EmptyArt::Barred overline="Link expired">
                        <p>"It was valid until yesterday at 13:43, or it has been used already."</p>
                    </EmptyState>
                </div>
            </div>
            <SkeletonDevices />
            <div class="grid cols-2">
                <SkeletonCard />
                <SkeletonRows rows=3 />
            </div>
            <Loading />
        </Section>
    }
}
