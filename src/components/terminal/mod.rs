//! The output pane: a terminal's lines, of which only those in view are in the document. It
//! follows the end until the reader scrolls away. Lines are text nodes: nothing a machine prints
//! can become markup.

mod rows;
mod scroll;

use leptos::{html, prelude::*};

pub use self::scroll::Following;
use self::{
    rows::{RowView, ShownRows, rows_in},
    scroll::{ScrollPlace, watch_scroll, watch_selection},
};
use crate::{
    platform::{dom, heights::Row, task},
    say,
    state::shell::Shell,
};

/// Lines drawn beyond those in view.
const OVERSCAN: usize = 20;
/// Most lines drawn to keep a selection whole while it leaves the view.
const MOST_SELECTED: usize = 4000;
/// Above so many lines a screen reader is no longer read the output as it comes.
const READ_ALOUD: usize = 200;

/// What is drawn now.
#[derive(Clone, PartialEq)]
struct Drawn {
    /// How many lines there are, drawn or not.
    total: usize,
    /// Height of the whole output in pixels.
    height: f64,
    /// Where the first drawn line stands, in pixels.
    offset: f64,
    rows: Vec<RowView>,
}

/// What is to be drawn: the lines in view, and those that keep a selection whole. A pane that
/// follows the end draws it before it scrolls there: the browser tells of a scroll only with the
/// next frame, and until then the end would be blank.
fn draw(
    shell: Shell,
    following: Following,
    place: ReadSignal<ScrollPlace>,
    selected: ReadSignal<Option<(u64, u64)>>,
) -> Memo<Drawn> {
    let version = shell.version();
    Memo::new(move |_| {
        version.track();
        let place = place.get();
        let keep = selected.get();
        let at_end = following.is_on() && keep.is_none();
        shell.with_terminal(|terminal| {
            let total = terminal.line_count();
            let mut view = place.view(total);
            if at_end {
                view.scroll_top = view.content_height();
            }
            let mut range = view.visible(OVERSCAN);
            if let Some((from, to)) = keep {
                let first = terminal.first_number();
                let index = |number: u64| {
                    usize::try_from(number.saturating_sub(first))
                        .unwrap_or(total)
                        .min(total)
                };
                let hull = range.start.min(index(from))..range.end.max(index(to) + 1).min(total);
                if hull.len() <= MOST_SELECTED {
                    range = hull;
                }
            }
            Drawn {
                total,
                height: view.content_height(),
                offset: view.offset(range.start),
                rows: rows_in(terminal, range, shell),
            }
        })
    })
}

/// The pane.
#[component]
pub fn TerminalPane(
    /// Whose output it shows.
    shell: Shell,
    /// Whether it follows the end.
    following: Following,
    /// How many columns fit: set by the pane.
    columns: RwSignal<u16>,
) -> impl IntoView {
    let pane = NodeRef::<html::Div>::new();
    let probe = NodeRef::<html::Span>::new();
    let total = StoredValue::new(0);
    let place = watch_scroll(pane, following, total);
    let selected = watch_selection(pane);
    let version = shell.version();
    let drawn = draw(shell, following, place, selected);
    let rows = NodeRef::<html::Div>::new();
    let shown = StoredValue::new_local(ShownRows::default());
    Effect::new(move |_| {
        if let Some(rows) = rows.get() {
            drawn.with(|drawn| {
                shown.update_value(|shown| shown.show(&rows, &drawn.rows));
                total.set_value(drawn.total);
            });
        }
    });
    let first = StoredValue::new(0_u64);
    Effect::new(move |_| {
        version.track();
        let now_first = shell.with_terminal(|terminal| terminal.first_number());
        let gone = now_first.saturating_sub(first.get_value());
        first.set_value(now_first);
        // After the rows of this version are in the document.
        task::spawn_scoped(async move {
            let Some(pane) = pane.get_untracked() else {
                return;
            };
            if following.is_on() && selected.get_untracked().is_none() {
                pane.set_scroll_top(pane.scroll_height());
            } else if gone > 0 {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_precision_loss,
                    reason = "a count of lines; the cast saturates"
                )]
                let gone = (gone as f64 * Row::Output.height_now()) as i32;
                pane.set_scroll_top(pane.scroll_top().saturating_sub(gone).max(0));
            }
        });
    });
    Effect::new(move |_| {
        place.track();
        let (Some(pane), Some(probe)) = (pane.get(), probe.get()) else {
            return;
        };
        if let Some(fit) = columns_that_fit(&pane, &probe) {
            columns.set(fit);
        }
    });
    let live = move || {
        version.track();
        let short = shell.with_terminal(|terminal| terminal.line_count()) <= READ_ALOUD;
        if short && following.is_on() {
            "polite"
        } else {
            "off"
        }
    };
    view! {
        <span class="term-probe" dir="ltr" aria-hidden="true" node_ref=probe>
            "0000000000"
        </span>
        <div
            class="term-scroll"
            dir="ltr"
            role="log"
            aria-label=say!(shell.output)
            aria-live=live
            tabindex="0"
            node_ref=pane
        >
            <div class="term-content" style:height=move || dom::px(drawn.read().height)>
                <div
                    class="term-rows"
                    style:transform=move || format!("translateY({}px)", drawn.read().offset)
                    node_ref=rows
                ></div>
            </div>
        </div>
    }
}

/// The columns of the pane: its inner width over the width of a character, of which the probe has
/// ten.
fn columns_that_fit(pane: &web_sys::HtmlElement, probe: &web_sys::HtmlElement) -> Option<u16> {
    let character = probe.get_bounding_client_rect().width() / 10.0;
    let inner = f64::from(pane.client_width()) - 2.0 * 14.0;
    let fit = (inner / character).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped before"
    )]
    let fit = (character > 0.0 && fit.is_finite()).then(|| fit.clamp(20.0, 500.0) as u16);
    fit
}
