//! From a file that somebody uploaded to a picture of our own.

use std::{io::Cursor, sync::Arc};

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    imageops,
};
use tokio::sync::Semaphore;
use types::{FieldCode, LogoRow, UploadLogo};

use crate::error::{Error, Result};

/// Pictures that are decoded at the same time: each may take some dozens of megabytes.
const AT_ONCE: usize = 1;
/// The most that a decoder may ask for: twice the largest picture of 16 bits a channel.
const MEMORY: u64 = UploadLogo::MAX_PIXELS * 8 * 2;

/// A picture as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) png: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Where pictures are made anew, one after the other and away from the threads that answer.
#[derive(Debug)]
pub(crate) struct Studio {
    permits: Arc<Semaphore>,
}

impl Default for Studio {
    fn default() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Studio {
    /// The picture in a file.
    ///
    /// # Errors
    /// `invalid_input` with `file`, as [`redraw`] says.
    pub(super) async fn redraw(&self, file: Vec<u8>) -> Result<Picture> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Error::internal)?;
        let work = move || {
            let _permit = permit;
            redraw(&file)
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|_| Error::internal("reading a picture failed"))?
            .map_err(|code| Error::invalid("file", code))
    }
}

/// Decodes a file within limits, scales it down to twice what is shown, and writes a PNG without anything else.
///
/// # Errors
/// `not_supported` for what is no PNG, JPEG or WebP, SVG among them; `too_costly` for more pixels than are decoded;
/// `malformed` for a file that is cut off or damaged.
fn redraw(file: &[u8]) -> std::result::Result<Picture, FieldCode> {
    let mut reader =
        ImageReader::with_format(Cursor::new(file), format_of(file).ok_or(FieldCode::NotSupported)?);
    let mut limits = Limits::default();
    limits.max_image_width = Some(UploadLogo::MAX_SIDE);
    limits.max_image_height = Some(UploadLogo::MAX_SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| code_of(&error))?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > UploadLogo::MAX_SIDE
        || u64::from(width) * u64::from(height) > UploadLogo::MAX_PIXELS
    {
        return Err(FieldCode::TooCostly);
    }
    // A phone writes down how it was held instead of turning the picture.
    let orientation = decoder.orientation().map_err(|error| code_of(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| code_of(&error))?;
    picture.apply_orientation(orientation);
    encode(&fitted(picture.into_rgba8()))
}

/// By its first bytes: what a file is called or said to be does not count.
fn format_of(file: &[u8]) -> Option<ImageFormat> {
    match file {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn code_of(error: &image::ImageError) -> FieldCode {
    match error {
        image::ImageError::Limits(_) => FieldCode::TooCostly,
        image::ImageError::Unsupported(_) => FieldCode::NotSupported,
        _ => FieldCode::Malformed,
    }
}

/// No larger than it is kept, in its own proportions.
fn fitted(mut picture: RgbaImage) -> RgbaImage {
    let ((width, height), (most_width, most_height)) = (picture.dimensions(), LogoRow::FILE);
    if width <= most_width && height <= most_height {
        return picture;
    }
    let scale = (f64::from(most_width) / f64::from(width)).min(f64::from(most_height) / f64::from(height));
    let side = |side: u32, most: u32| ((f64::from(side) * scale).round() as u32).clamp(1, most);
    // What cannot be seen has a colour, too; weighed by how much of it is seen, it does not stain the edges.
    for pixel in picture.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let weighed = |part: u8| ((u16::from(part) * u16::from(alpha) + 127) / 255) as u8;
        pixel.0 = [weighed(red), weighed(green), weighed(blue), alpha];
    }
    let (width, height) = (side(width, most_width), side(height, most_height));
    let mut small = imageops::resize(&picture, width, height, imageops::FilterType::Lanczos3);
    for pixel in small.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let plain = |part: u8| match alpha {
            0 => 0,
            alpha => (u16::from(part) * 255 / u16::from(alpha)).min(255) as u8,
        };
        pixel.0 = [plain(red), plain(green), plain(blue), alpha];
    }
    small
}

fn encode(picture: &RgbaImage) -> std::result::Result<Picture, FieldCode> {
    let (width, height) = picture.dimensions();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive)
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgba8)
        .map_err(|_| FieldCode::Malformed)?;
    Ok(Picture { png, width, height })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_leaves_no_dark_edge_around_what_is_clear() {
        // Black that cannot be seen beside white that can.
        let half = |x| if x < 480 { [255; 4].into() } else { [0; 4].into() };
        let small = fitted(RgbaImage::from_fn(960, 144, |x, _| half(x)));
        assert_eq!(small.dimensions(), (320, 48));
        assert!(small.pixels().filter(|pixel| pixel.0[3] > 8).all(|pixel| pixel.0[0] > 240));
    }
}
