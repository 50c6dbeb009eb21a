//! How likely it is that somebody guesses a PIN, in plain words. By the numbers of trust.md 2.3: ten
//! wrong tries end a PIN, so one PIN is hit with a chance of ten in all PINs of that length.

use leptos::prelude::*;
use types::PinAlphabet;

use crate::{
    t::console::registration_settings as words,
    ui::{Note, Tone},
};

/// Tries until a PIN is ended.
const TRIES: f64 = 10.0;
/// PINs that wait at once in a large organisation.
const OPEN_PINS: i32 = 10_000;
/// A PIN lives this long as shipped, in hours; longer is warned about.
const USUAL_HOURS: u32 = 24;

/// All PINs of a length.
fn space(alphabet: PinAlphabet, length: u8) -> f64 {
    let letters = match alphabet {
        PinAlphabet::Digits => 10.0_f64,
        PinAlphabet::LettersAndDigits => 32.0,
    };
    letters.powi(i32::from(length))
}

/// The chance to hit one PIN with all its tries, as "1 in so many".
fn one_in(alphabet: PinAlphabet, length: u8) -> f64 {
    space(alphabet, length) / TRIES
}

/// The chance that any of ten thousand open PINs is hit when each gets all its tries.
fn any_of_many(alphabet: PinAlphabet, length: u8) -> f64 {
    1.0 - (1.0 - 1.0 / one_in(alphabet, length)).powi(OPEN_PINS)
}

/// One to four arches.
fn strength(alphabet: PinAlphabet, length: u8) -> usize {
    match any_of_many(alphabet, length) {
        chance if chance > 0.05 => 1,
        chance if chance > 0.002 => 2,
        chance if chance > 0.000_01 => 3,
        _ => 4,
    }
}

/// "10 million", "110 thousand million", "100,000".
fn in_words(number: f64) -> String {
    let steps = [
        (1e15, words::quadrillion as fn(String) -> String),
        (1e12, words::trillion),
        (1e9, words::billion),
        (1e6, words::million),
    ];
    for (size, word) in steps {
        if number >= size {
            return word(rounded(number / size));
        }
    }
    grouped(number)
}

fn rounded(number: f64) -> String {
    if number < 10.0 { decimal(number, 1) } else { grouped(number) }
}

/// With so many digits behind the point, without noughts at the end. Made of whole numbers: writing
/// floats in general would weigh more in the browser than the rest of this page.
fn decimal(number: f64, digits: u32) -> String {
    let scale = 10_u32.pow(digits);
    let scaled = (number * f64::from(scale)).round() as u32;
    let (whole, rest) = (scaled / scale, scaled % scale);
    if rest == 0 {
        return whole.to_string();
    }
    let width = digits as usize;
    format!("{whole}.{rest:0width$}").trim_end_matches('0').to_owned()
}

/// With a comma between thousands.
fn grouped(number: f64) -> String {
    let digits = (number.round() as u64).to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A chance in per cent: two digits that count.
fn percent(chance: f64) -> String {
    let percent = chance * 100.0;
    match percent {
        p if p >= 10.0 => format!("{} %", decimal(p, 0)),
        p if p >= 0.095 => format!("{} %", decimal(p, 1)),
        p if p >= 0.000_95 => format!("{} %", decimal(p, 3)),
        _ => words::less_than_percent().to_owned(),
    }
}

/// "5 days", or "30 hours".
fn lifetime(hours: u32) -> String {
    const DAY: u32 = 24;
    if hours > DAY && hours.is_multiple_of(DAY) {
        words::in_days(hours / DAY)
    } else {
        words::in_hours(hours)
    }
}

/// The risk of what is chosen now.
#[component]
pub(super) fn Risk(
    #[prop(into)] alphabet: Signal<PinAlphabet>,
    #[prop(into)] length: Signal<u8>,
    /// How long a PIN works, in hours; none while the field holds no number.
    #[prop(into)]
    hours: Signal<Option<u32>>,
) -> impl IntoView {
    let level = Memo::new(move |_| strength(alphabet.get(), length.get()));
    let arches = move || (1..=4).map(|place| view! { <i class:on=place <= level.get()></i> }).collect_view();
    let long = Memo::new(move |_| hours.get().filter(|hours| *hours > USUAL_HOURS));
    view! {
        <aside class="risk" aria-label=words::risk()>
            <h3>{words::risk_title()}</h3>
            <div class="meter" role="img" aria-label=move || words::strength(level.get())>
                {arches}
            </div>
            <div aria-live="polite" class="stack stack-2">
                <p>{move || words::one_pin(in_words(one_in(alphabet.get(), length.get())))}</p>
                <p>{move || words::any_pin(percent(any_of_many(alphabet.get(), length.get())))}</p>
                {move || {
                    long.get()
                        .map(|hours| {
                            view! { <Note tone=Tone::Warning>{words::long_lived(lifetime(hours))}</Note> }
                        })
                }}
            </div>
        </aside>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_risk_is_that_of_the_table() {
        use PinAlphabet::{Digits, LettersAndDigits};
        assert_eq!(in_words(one_in(Digits, 8)), "10 million");
        assert_eq!(percent(any_of_many(Digits, 8)), "0.1 %");
        assert_eq!(in_words(one_in(Digits, 6)), "100,000");
        assert_eq!(percent(any_of_many(Digits, 6)), "9.5 %");
        assert_eq!(percent(any_of_many(Digits, 9)), "0.01 %");
        assert!(any_of_many(LettersAndDigits, 8) < 1e-7);
        assert_eq!(strength(Digits, 6), 1);
        assert_eq!(strength(Digits, 8), 3);
        assert_eq!(strength(LettersAndDigits, 8), 4);
    }

    #[test]
    fn large_numbers_are_read_out_in_words() {
        assert_eq!(in_words(1_000_000.0), "1 million");
        assert_eq!(in_words(109_951_162_777.0), "110 billion");
        assert_eq!(in_words(3_435_973_836.8), "3.4 billion");
        assert_eq!(in_words(12_345.0), "12,345");
    }
}
