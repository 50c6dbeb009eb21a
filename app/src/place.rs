//! Where a device was found last.

use leptos::prelude::*;
use types::DeviceLocation;

use crate::{
    t::place as words,
    ui::{ButtonKind, ButtonSize, Card, CopyButton, Fact, Facts, LinkButton, Time},
};

/// The card, where there is a place to show. No map: nobody but the one who asks learns of it.
#[component]
pub(crate) fn PlaceCard(
    /// Where it was found.
    #[prop(into)]
    place: Signal<Option<DeviceLocation>>,
) -> impl IntoView {
    move || place.get().map(card)
}

fn card(place: DeviceLocation) -> AnyView {
    let accuracy = place.accuracy_m.map(|metres| words::metres(metres.round() as u64));
    view! {
        <Card title=words::title() sub=words::sub()>
            <div class="stack stack-3">
                <Facts>
                    <Fact term=words::coordinates()>
                        <span class="mono ltr">{place.coordinates()}</span>
                    </Fact>
                    {accuracy.map(|accuracy| view! { <Fact term=words::accuracy()>{accuracy}</Fact> })}
                    <Fact term=words::found()>
                        <Time at=place.at />
                    </Fact>
                </Facts>
                <div class="row">
                    <LinkButton href=place.geo_uri() external=true icon="locate" size=ButtonSize::Small>
                        {words::open()}
                    </LinkButton>
                    <CopyButton
                        text=move || place.coordinates()
                        label=words::copy()
                        copied=words::copied()
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                    />
                </div>
            </div>
        </Card>
    }
    .into_any()
}
