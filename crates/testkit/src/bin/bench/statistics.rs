//! Comparing two sets of samples without believing anything about their shape.

/// The middle of the samples.
pub(crate) fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// How probable ranks as different as these are by chance, if both sets come from the same source: the
/// two-sided test of Mann and Whitney, by its normal approximation with correction for ties.
pub(crate) fn rank_test(one: &[f64], other: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> =
        one.iter().map(|value| (*value, true)).chain(other.iter().map(|value| (*value, false))).collect();
    all.sort_by(|left, right| left.0.total_cmp(&right.0));
    let (n1, n2, n) = (one.len() as f64, other.len() as f64, all.len() as f64);
    let (mut ranks, mut ties, mut seen) = (0.0, 0.0, 0.0);
    for group in all.chunk_by(|left, right| left.0 == right.0) {
        let size = group.len() as f64;
        let rank = seen + (size + 1.0) / 2.0;
        ranks += rank * group.iter().filter(|(_, is_one)| *is_one).count() as f64;
        ties += size * size * size - size;
        seen += size;
    }
    let u = ranks - n1 * (n1 + 1.0) / 2.0;
    let variance = n1 * n2 / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)));
    if variance <= 0.0 {
        return 1.0;
    }
    let distance = ((u - n1 * n2 / 2.0).abs() - 0.5).max(0.0) / variance.sqrt();
    2.0 * beyond(distance)
}

/// How much of a normal distribution lies beyond `z` (Abramowitz and Stegun 26.2.17, error below 1e-7).
fn beyond(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let series = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let sum = series.iter().rev().fold(0.0, |sum, factor| (sum + factor) * t);
    (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sources_are_told_from_shifted_ones() {
        let even: Vec<f64> = (0..500).map(|n| f64::from(n * 7 % 500)).collect();
        let odd: Vec<f64> = (0..500).map(|n| f64::from(n * 11 % 500) + 0.5).collect();
        assert!(rank_test(&even, &odd) > 0.9);
        let shifted: Vec<f64> = odd.iter().map(|value| value + 40.0).collect();
        assert!(rank_test(&even, &shifted) < 0.001);
        assert!((rank_test(&[1.0; 20], &[1.0; 20]) - 1.0).abs() < 1e-9, "all ties");
        assert!((median(&even) - 250.0).abs() < 1.0);
    }

    #[test]
    fn tails_are_those_of_the_tables() {
        assert!((2.0 * beyond(1.959_964) - 0.05).abs() < 1e-6);
        assert!((2.0 * beyond(2.575_829) - 0.01).abs() < 1e-6);
    }
}
