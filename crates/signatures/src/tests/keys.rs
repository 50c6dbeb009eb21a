use super::*;
use crate::{encode_public_key, public_key};

#[test]
fn a_key_survives_the_way_there_and_back() {
    for seed in 0..64_u8 {
        let key = SigningKey::from_bytes(&[seed; 32]).verifying_key();
        assert_eq!(public_key(&encode_public_key(&key)).unwrap(), key);
    }
}

#[test]
fn only_padded_standard_base64_of_32_bytes_is_a_key() {
    let good = encode_public_key(&key().verifying_key());
    for bad in [
        String::new(),
        good.trim_end_matches('=').to_owned(),
        format!("{good}\n"),
        format!(" {good}"),
        STANDARD.encode([7; 31]),
        STANDARD.encode([7; 33]),
        good.replace(['+', '/'], "-").replacen(char::is_alphabetic, "_", 1),
        "=".repeat(44),
    ] {
        assert_eq!(public_key(&bad), Err(SignatureError::Key), "{bad:?}");
    }
}

/// The eight points of small order, and the second spellings of points whose y is not reduced.
#[test]
fn weak_and_doubly_spelled_keys_are_refused() {
    let hex = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    for text in hex {
        let bytes: Vec<u8> =
            (0..64).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect();
        assert_eq!(public_key(&STANDARD.encode(bytes)), Err(SignatureError::Key), "{text}");
    }
    // y = p + 3 names the point with y = 3, which is not of small order.
    let mut unreduced = [0xff; 32];
    unreduced[0] = 0xf0;
    unreduced[31] = 0x7f;
    assert_eq!(public_key(&STANDARD.encode(unreduced)), Err(SignatureError::Key));
}
