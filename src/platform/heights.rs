//! How high rows are. The style sheet decides, by density, by the device, and by how large somebody wants
//! text; lists that draw only the rows in view reckon with what it decided.

use leptos::prelude::*;
use mist_core::decimal;

use super::dom::{self, SizeWatch};

/// A row of a long list. Each is a custom property of the root element, registered as a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// One line.
    One,
    /// Two lines.
    Two,
    /// A line of the output of a command.
    Output,
}

const ROWS: [(Row, &str, f64); 3] = [
    (Row::One, "--row", 44.0),
    (Row::Two, "--row-two", 60.0),
    (Row::Output, "--row-output", 20.0),
];

thread_local! {
    static HEIGHTS: [ArcRwSignal<f64>; 3] = ROWS.map(|(_, _, usual)| ArcRwSignal::new(usual));
}

impl Row {
    fn signal(self) -> ArcRwSignal<f64> {
        HEIGHTS.with(|[one, two, output]| match self {
            Self::One => one.clone(),
            Self::Two => two.clone(),
            Self::Output => output.clone(),
        })
    }

    /// Its height in pixels, told anew when it changes.
    pub fn height(self) -> f64 {
        self.signal().get()
    }

    /// Its height in pixels, for once.
    pub fn height_now(self) -> f64 {
        self.signal().get_untracked()
    }
}

/// A length as a computed style has it, in pixels.
fn pixels(length: &str) -> Option<f64> {
    let length = decimal::read(length.trim().strip_suffix("px")?)?;
    (length >= 1.0).then_some(length)
}

/// Looks what the style sheet says now.
pub fn measure() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let root = window
        .document()
        .and_then(|document| document.document_element());
    let style = root.and_then(|root| window.get_computed_style(&root).ok().flatten());
    let Some(style) = style else { return };
    for (row, property, _) in ROWS {
        let said = style.get_property_value(property).unwrap_or_default();
        let signal = row.signal();
        // Without a style sheet, as in tests of single parts, rows are as high as usual.
        if let Some(height) = pixels(&said)
            && (signal.get_untracked() - height).abs() > f64::EPSILON
        {
            signal.set(height);
        }
    }
}

/// Measures now and whenever the window changes or what is in it grows, as it does with its text. To be
/// called once, by the root of the page.
pub fn watch() {
    measure();
    let document = web_sys::window().and_then(|window| window.document());
    let Some(body) = document.and_then(|document| document.body()) else {
        return;
    };
    let size = SizeWatch::new(&body, measure);
    let resize = web_sys::window().and_then(|window| dom::listen(&window, "resize", measure));
    // Kept, and so watching, for as long as the page.
    StoredValue::new_local((size, resize));
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::pixels;

    #[test]
    fn only_pixels_are_understood() {
        assert_eq!(pixels(" 44px"), Some(44.0));
        assert_eq!(pixels("46.75px"), Some(46.75));
        assert_eq!(pixels("2.75rem"), None);
        assert_eq!(pixels("0px"), None);
        assert_eq!(pixels(""), None);
    }
}
