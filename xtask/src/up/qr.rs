//! A link as a picture for the camera of a telephone or tablet, drawn with letters.

use qrcode::{Color, EcLevel, QrCode};

/// The light frame that readers need around it.
const FRAME: usize = 4;
/// Black on white, whatever the terminal's own colours are, and back to those.
const COLOURS: &str = "\x1b[38;5;16;48;5;231m";
const PLAIN: &str = "\x1b[0m";

/// The picture of `link`, two rows of squares in each line; `None` when it would not fit in `columns`.
pub(crate) fn draw(link: &str, columns: usize) -> Option<String> {
    let code = QrCode::with_error_correction_level(link, EcLevel::L).ok()?;
    let wide = code.width() + 2 * FRAME;
    if wide > columns {
        return None;
    }
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(FRAME).filter(|at| *at < code.width());
        let (x, y) = (inside(x), inside(y));
        x.zip(y).is_some_and(|at| code[at] == Color::Dark)
    };
    let mut picture = String::new();
    for y in (0..wide).step_by(2) {
        picture.push_str(COLOURS);
        picture.extend((0..wide).map(|x| match (dark(x, y), dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        }));
        picture.push_str(PLAIN);
        picture.push('\n');
    }
    Some(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://192.168.100.100:8179/#/sign-in?email=somebody%40localhost&code=4pYq8zJ1uVdXg2sBnKcRwT7aE3hM9fLo";

    /// What a camera would see: letters turned back into squares, each some points wide.
    fn seen(picture: &str) -> Vec<Vec<bool>> {
        let mut rows = Vec::new();
        for line in picture.lines() {
            let squares = line
                .strip_prefix(COLOURS)
                .unwrap()
                .strip_suffix(PLAIN)
                .unwrap();
            rows.push(squares.chars().map(|c| "█▀".contains(c)).collect());
            rows.push(squares.chars().map(|c| "█▄".contains(c)).collect());
        }
        rows
    }

    #[test]
    fn a_camera_reads_the_link() {
        let rows = seen(&draw(LINK, 80).unwrap());
        let (wide, points) = (rows[0].len(), 4);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(
            wide * points,
            rows.len() * points,
            |x, y| {
                if rows[y / points][x / points] { 0 } else { 255 }
            },
        );
        let found = image.detect_grids();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].decode().unwrap().1, LINK);
    }

    #[test]
    fn the_frame_is_light_on_every_side() {
        let rows = seen(&draw(LINK, 80).unwrap());
        for row in &rows {
            assert!(!row[..FRAME].contains(&true) && !row[row.len() - FRAME..].contains(&true));
        }
        assert!(!rows[..FRAME].concat().contains(&true));
        assert!(!rows[rows.len() - FRAME..].concat().contains(&true));
    }

    #[test]
    fn a_narrow_terminal_gets_none() {
        assert_eq!(draw(LINK, 40), None);
        assert_eq!(draw(&"x".repeat(5000), 1000), None);
    }
}
