//! Which rows of a long list are in view, when every row has the same height.
//!
//! Owns the arithmetic between scroll positions and row indices, browser limits included.
//! It measures nothing and touches no element. All lengths are CSS pixels.

use std::ops::Range;

/// Tallest element it asks a browser for. Browsers cap an element's height (Firefox lowest,
/// near 17.9 million pixels); beyond this the scroll position is mapped in proportion.
pub const MAX_HEIGHT: f64 = 15_000_000.0;

/// A scrolled view on `total` rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The scroll container's `scrollTop`; nonsense (negative, NaN) counts as 0.
    pub scroll_top: f64,
    /// The scroll container's `clientHeight`.
    pub height: f64,
    /// Height of one row; nothing is in view unless it is above 0.
    pub row_height: f64,
    /// Rows there are.
    pub total: usize,
}

impl Viewport {
    /// Height of the element that holds the rows: all of them, or [`MAX_HEIGHT`].
    pub fn content_height(&self) -> f64 {
        self.full_height().min(MAX_HEIGHT)
    }

    /// Rows to render: those at least partly in view and `overscan` more on either side. Always
    /// within the total; empty only if there are no rows or no room.
    pub fn visible(&self, overscan: usize) -> Range<usize> {
        let height = positive(self.height);
        if self.total == 0 || height == 0.0 || positive(self.row_height) == 0.0 {
            return 0..0;
        }
        let top = self.full_top();
        let first = index((top / self.row_height).floor()).min(self.total - 1);
        let end = index(((top + height) / self.row_height).ceil()).clamp(first + 1, self.total);
        first.saturating_sub(overscan)..end.saturating_add(overscan).min(self.total)
    }

    /// Where to put the top edge of row `row` within the content element (`translateY`). May
    /// be negative for an overscan row above a capped list's first screen.
    pub fn offset(&self, row: usize) -> f64 {
        let full = number(row) * positive(self.row_height);
        full - self.full_top() + self.clamped_top()
    }

    /// Whether the end of the list is in view, give or take `tolerance` pixels: whether a view
    /// that follows the end should go on following. So it is when everything fits.
    pub fn is_at_end(&self, tolerance: f64) -> bool {
        self.clamped_top() + tolerance >= self.range()
    }

    fn full_height(&self) -> f64 {
        number(self.total) * positive(self.row_height)
    }

    fn is_capped(&self) -> bool {
        self.full_height() > MAX_HEIGHT
    }

    /// How far the real element can scroll.
    fn range(&self) -> f64 {
        positive(self.content_height() - positive(self.height))
    }

    /// How far an element without height limit could scroll.
    fn full_range(&self) -> f64 {
        positive(self.full_height() - positive(self.height))
    }

    /// Browsers let `scrollTop` overshoot while a finger pulls.
    fn clamped_top(&self) -> f64 {
        positive(self.scroll_top).min(self.range())
    }

    /// The scroll position an element without height limit would have.
    fn full_top(&self) -> f64 {
        let top = self.clamped_top();
        if self.is_capped() && self.range() > 0.0 {
            top / self.range() * self.full_range()
        } else {
            top
        }
    }
}

fn positive(length: f64) -> f64 {
    if length.is_finite() {
        length.max(0.0)
    } else {
        0.0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and callers clamp to the total"
)]
fn index(rows: f64) -> usize {
    rows as usize
}

#[expect(
    clippy::cast_precision_loss,
    reason = "exact up to 2^53 rows, which no memory holds"
)]
fn number(rows: usize) -> f64 {
    rows as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn viewport(scroll_top: f64, height: f64, row_height: f64, total: usize) -> Viewport {
        Viewport {
            scroll_top,
            height,
            row_height,
            total,
        }
    }

    #[test]
    fn shows_the_rows_the_pixels_say() {
        let view = viewport(100.0, 95.0, 20.0, 1000);
        assert_eq!(view.visible(0), 5..10);
        assert_eq!(view.visible(3), 2..13);
        assert!((view.offset(5) - 100.0).abs() < 1e-9);
        assert!((view.content_height() - 20_000.0).abs() < 1e-9);
    }

    #[test]
    fn the_end_is_the_end() {
        assert!(
            viewport(0.0, 500.0, 20.0, 10).is_at_end(0.0),
            "everything fits"
        );
        assert!(viewport(1500.0, 500.0, 20.0, 100).is_at_end(0.0));
        assert!(
            viewport(1498.5, 500.0, 20.0, 100).is_at_end(2.0),
            "fractional scrolling"
        );
        assert!(!viewport(1400.0, 500.0, 20.0, 100).is_at_end(2.0));
        assert!(
            viewport(1560.0, 500.0, 20.0, 100).is_at_end(2.0),
            "rubber band"
        );
    }

    #[test]
    fn a_capped_list_reaches_its_last_row() {
        let total = 5_000_000;
        let bottom = viewport(MAX_HEIGHT - 600.0, 600.0, 20.0, total);
        assert_eq!(bottom.visible(0), total - 30..total);
        assert!((bottom.offset(total - 30) - (MAX_HEIGHT - 600.0)).abs() < 1e-3);
        assert!(bottom.is_at_end(1.0));
    }

    #[test]
    fn nonsense_shows_nothing_or_the_start() {
        assert_eq!(viewport(f64::NAN, 100.0, 20.0, 100).visible(0), 0..5);
        assert_eq!(viewport(-50.0, 100.0, 20.0, 100).visible(0), 0..5);
        assert_eq!(viewport(0.0, 100.0, 0.0, 100).visible(5), 0..0);
        assert_eq!(viewport(0.0, 0.0, 20.0, 100).visible(5), 0..0);
        assert_eq!(viewport(0.0, 100.0, 20.0, 0).visible(5), 0..0);
    }

    proptest! {
        #[test]
        fn ranges_are_within_the_total_and_fill_the_view(
            scroll in 0.0..1.2f64,
            height in 1.0..3000.0f64,
            row_height in 1.0..80.0f64,
            total in 1usize..5_000_000,
            overscan in 0usize..50,
        ) {
            let mut view = viewport(0.0, height, row_height, total);
            view.scroll_top = scroll * (view.content_height() - height).max(0.0);
            let bare = view.visible(0);
            let range = view.visible(overscan);
            prop_assert!(range.start <= bare.start && bare.end <= range.end);
            prop_assert!(bare.start < bare.end && range.end <= total);
            // What is rendered covers the whole view, or the list is shorter than the view.
            let top = view.scroll_top.min((view.content_height() - height).max(0.0));
            prop_assert!(view.offset(bare.start) <= top + 1e-3);
            let bottom = view.offset(bare.end - 1) + row_height;
            prop_assert!(bottom >= top + height - 1e-3 || bare.end == total);
            // Never much more than fits.
            prop_assert!(bare.len() <= index((height / row_height).ceil()) + 1);
        }

        #[test]
        fn any_floats_stay_within_the_total(
            scroll_top: f64, height: f64, row_height: f64, total: usize, overscan: usize,
        ) {
            let range = viewport(scroll_top, height, row_height, total).visible(overscan);
            prop_assert!(range.start <= range.end && range.end <= total);
        }
    }
}
