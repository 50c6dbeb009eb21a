//! QR codes as SVG documents, rendered here and nowhere else (trust.md PIN-10).

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::error::{Error, Result};

/// The quiet zone that readers need around the code, in modules.
const QUIET: usize = 4;

/// The QR code of `text`: dark on white, four modules of quiet zone, scaled by whoever shows it (it has
/// a `viewBox` and no size of its own), without script, style or reference to anything outside.
///
/// # Errors
/// When the text is too long for a QR code.
pub(crate) fn svg(text: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::internal)?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (row, colors) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in colors.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (x, y, length) = (column + QUIET, row + QUIET, run.len());
                write!(path, "M{x} {y}h{length}v1h-{length}z").map_err(Error::internal)?;
            }
            column += run.len();
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paints the path into modules again.
    fn painted(svg: &str) -> Vec<Vec<bool>> {
        let side: usize = svg.split("0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let mut modules = vec![vec![false; side]; side];
        let path = svg.split("fill=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        for run in path.split('M').skip(1) {
            let (at, length) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let length: usize = length.split('v').next().unwrap().parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            modules[y][x..x + length].fill(true);
        }
        modules
    }

    #[test]
    fn the_drawing_is_the_code_with_its_quiet_zone() {
        let text = "https://gate.vellmere.example/r/0123456789abcdefABCDEF";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let modules = painted(&svg(text).unwrap());
        assert_eq!(modules.len(), code.width() + 8);
        for (y, row) in modules.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = |n: usize| (QUIET..QUIET + code.width()).contains(&n);
                let expected = inside(x) && inside(y) && code[(x - QUIET, y - QUIET)] == Color::Dark;
                assert_eq!(*dark, expected, "module {x},{y}");
            }
        }
    }

    #[test]
    fn the_document_has_no_size_and_no_script() {
        let svg = svg("https://gate.vellmere.example").unwrap();
        assert!(!svg.contains("width=") && !svg.contains("height=") && !svg.contains("script"));
    }
}
