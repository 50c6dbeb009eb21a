//! QR codes as PNG images: mail programs do not show SVG.

use qrcode::{Color, EcLevel, QrCode};

use crate::error::{Error, Result};

/// The quiet zone that readers need around the code, in modules.
const QUIET: usize = 4;
/// Pixels for a module; shown at less than half of it, so that it stays sharp on every screen.
const SCALE: usize = 10;
/// White, and the design's ink.
const PALETTE: [u8; 6] = [0xff, 0xff, 0xff, 0x10, 0x20, 0x1e];

/// The QR code of `text`: dark on white, one bit for a pixel.
///
/// # Errors
/// When the text is too long for a QR code.
pub(super) fn png(text: &str) -> Result<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::internal)?;
    let (width, colors) = (code.width(), code.to_colors());
    let side = (width + 2 * QUIET) * SCALE;
    let blank = vec![0_u8; side.div_ceil(8)];
    let mut pixels = blank.repeat(QUIET * SCALE);
    for row in colors.chunks(width) {
        let mut line = blank.clone();
        let dark = row.iter().enumerate().filter(|(_, color)| **color == Color::Dark);
        for x in dark.flat_map(|(module, _)| (module + QUIET) * SCALE..(module + QUIET + 1) * SCALE) {
            if let Some(byte) = line.get_mut(x / 8) {
                *byte |= 0x80 >> (x % 8);
            }
        }
        pixels.extend(line.repeat(SCALE));
    }
    pixels.extend(blank.repeat(QUIET * SCALE));

    let mut out = Vec::new();
    let side = u32::try_from(side).map_err(Error::internal)?;
    let mut encoder = png::Encoder::new(&mut out, side, side);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_palette(PALETTE.as_slice());
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().map_err(Error::internal)?;
    writer.write_image_data(&pixels).map_err(Error::internal)?;
    writer.finish().map_err(Error::internal)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_image_is_the_code_with_its_quiet_zone() {
        let text = "https://gate.vellmere.example/r/0123456789abcdefABCDEF";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let image = png(text).unwrap();
        assert!(image.len() < 3_000, "{} bytes", image.len());

        let mut reader = png::Decoder::new(std::io::Cursor::new(image)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.width as usize, (code.width() + 2 * QUIET) * SCALE);
        let side = code.width() + 2 * QUIET;
        for y in 0..side {
            for x in 0..side {
                let (px, py) = (x * SCALE + SCALE / 2, y * SCALE + SCALE / 2);
                let dark = pixels[py * info.line_size + px / 8] & (0x80 >> (px % 8)) != 0;
                let inside = |n: usize| (QUIET..QUIET + code.width()).contains(&n);
                let expected = inside(x) && inside(y) && code[(x - QUIET, y - QUIET)] == Color::Dark;
                assert_eq!(dark, expected, "module {x},{y}");
            }
        }
    }
}
