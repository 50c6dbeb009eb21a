//! Pictures to upload, good and bad.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// What must not be found again.
pub(super) const NOTE: &[u8] = b"<script>fetch('/stolen')</script>";

/// A picture in a format.
pub(super) fn written(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 128]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A PNG that is a page, too, for whoever looks at its end.
pub(super) fn with_text_after() -> Vec<u8> {
    [written(40, 20, ImageFormat::Png).as_slice(), NOTE].concat()
}

/// A JPEG that says where it was made and how the phone was held: turned by a quarter (EXIF, orientation 6).
pub(super) fn with_exif() -> Vec<u8> {
    let jpeg = written(40, 20, ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    // One entry: tag 0x0112, a short, once, 6.
    exif.extend([0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    exif.extend(NOTE);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// A PNG whose rows end in the middle.
pub(super) fn without_its_end() -> Vec<u8> {
    let whole = written(400, 200, ImageFormat::Png);
    whole[..whole.len() / 2].to_vec()
}

/// A tiny PNG that says it has so many pixels.
pub(super) fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(13_u32.to_be_bytes());
    let sum = crc(&header);
    file.extend(header);
    file.extend(sum.to_be_bytes());
    let empty = b"IDAT";
    file.extend(0_u32.to_be_bytes());
    file.extend(empty);
    file.extend(crc(empty).to_be_bytes());
    file
}

/// The kinds of the chunks of a PNG, in order.
pub(super) fn chunks(png: &[u8]) -> Vec<String> {
    let mut rest = &png[8..];
    let mut found = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        found.push(String::from_utf8_lossy(&after[..4]).into_owned());
        rest = &after[4 + length + 4..];
    }
    found
}

/// The check of a chunk (PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    })
}
