//! SPDX licence expressions: `OR`, `AND`, `WITH`, brackets, and the slash that older crates write for `OR`.

/// Whether one may use what is under `expression` when only `allowed` licences are accepted.
pub(crate) fn satisfied(expression: &str, allowed: &[String]) -> bool {
    let words = words(expression);
    let mut rest = words.as_slice();
    let result = either(&mut rest, allowed);
    result.unwrap_or(false) && rest.is_empty()
}

/// The licences that `expression` names.
pub(crate) fn names(expression: &str) -> Vec<String> {
    let joints = ["OR", "AND", "(", ")"];
    words(expression).into_iter().filter(|word| !joints.contains(&word.as_str())).collect()
}

/// `X WITH Y` stays one word, as deny.toml would list it.
fn words(expression: &str) -> Vec<String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<String> = Vec::new();
    let mut parts = spaced.split_whitespace();
    while let Some(part) = parts.next() {
        match (part, words.last_mut()) {
            ("WITH", Some(licence)) => {
                licence.push_str(" WITH ");
                licence.push_str(parts.next().unwrap_or_default());
            }
            _ => words.push(part.to_owned()),
        }
    }
    words
}

fn either(rest: &mut &[String], allowed: &[String]) -> Option<bool> {
    let mut result = both(rest, allowed)?;
    while take(rest, "OR") {
        result |= both(rest, allowed)?;
    }
    Some(result)
}

fn both(rest: &mut &[String], allowed: &[String]) -> Option<bool> {
    let mut result = single(rest, allowed)?;
    while take(rest, "AND") {
        result &= single(rest, allowed)?;
    }
    Some(result)
}

fn single(rest: &mut &[String], allowed: &[String]) -> Option<bool> {
    if take(rest, "(") {
        let result = either(rest, allowed)?;
        return take(rest, ")").then_some(result);
    }
    let (licence, after) = rest.split_first()?;
    *rest = after;
    Some(allowed.contains(licence))
}

fn take(rest: &mut &[String], word: &str) -> bool {
    match rest.split_first() {
        Some((first, after)) if first == word => {
            *rest = after;
            true
        }
        _ => false,
    }
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned);
    for good in [
        "MIT",
        "MIT OR GPL-3.0",
        "MIT/GPL-3.0",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
        "GPL-3.0 OR MIT AND Apache-2.0",
        "Apache-2.0 WITH LLVM-exception OR Apache-2.0",
    ] {
        assert!(satisfied(good, &allowed), "{good}");
    }
    for bad in
        ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT MIT", "MIT OR", "Apache-2.0 WITH LLVM-exception"]
    {
        assert!(!satisfied(bad, &allowed), "{bad}");
    }
}
