//! Lines as elements. A line that did not change keeps its element and stays where it is in the
//! document, so that a selection in it survives scrolling and what arrives below.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    mem,
    ops::Range,
};

use leptos::{prelude::*, tachys::view::any_view::AnyViewState};
use mist_core::terminal::{Attributes, Color, Style, Terminal, indexed_rgb};

use crate::state::shell::{Remark, Shell};

/// One line to draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RowView {
    /// Its number since the shell was opened.
    number: u64,
    /// Tells one content from another.
    content: u64,
    spans: Vec<(String, Style)>,
    /// The line is the page's own.
    remark: Option<Remark>,
}

impl RowView {
    fn key(&self) -> (u64, u64) {
        (self.number, self.content)
    }
}

/// The lines of a range of indices.
pub(super) fn rows_in(terminal: &Terminal, range: Range<usize>, shell: Shell) -> Vec<RowView> {
    let first = terminal.first_number();
    let rows = range.filter_map(|index| {
        let line = terminal.line(index)?;
        let spans: Vec<(String, Style)> = line
            .spans()
            .map(|(text, style)| (text.to_owned(), style))
            .collect();
        let number = first + u64::try_from(index).unwrap_or(u64::MAX);
        let remark = shell.remark_at(number);
        let mut hasher = DefaultHasher::new();
        (&spans, &remark).hash(&mut hasher);
        Some(RowView {
            number,
            content: hasher.finish(),
            spans,
            remark,
        })
    });
    rows.collect()
}

/// A colour of one side of a character: a class for the theme's own colours, a value for others.
enum Paint {
    Own,
    /// The other side's own colour: what inverse video makes of it.
    Swapped,
    Palette(u8),
    Rgb(u8, u8, u8),
}

impl Paint {
    fn of(color: Color) -> Self {
        match color {
            Color::Default => Self::Own,
            Color::Rgb(red, green, blue) => Self::Rgb(red, green, blue),
            Color::Indexed(index) => match indexed_rgb(index) {
                Some((red, green, blue)) => Self::Rgb(red, green, blue),
                None => Self::Palette(index),
            },
        }
    }

    fn swapped(self) -> Self {
        match self {
            Self::Own => Self::Swapped,
            other => other,
        }
    }

    fn class(&self, side: &str) -> String {
        match self {
            Self::Own | Self::Rgb(..) => String::new(),
            Self::Swapped => format!(" {side}-swap"),
            Self::Palette(index) => format!(" {side}-{index}"),
        }
    }

    fn value(&self) -> Option<String> {
        match self {
            Self::Rgb(red, green, blue) => Some(format!("rgb({red} {green} {blue})")),
            Self::Own | Self::Swapped | Self::Palette(_) => None,
        }
    }
}

const ATTRIBUTES: [(Attributes, &str); 7] = [
    (Attributes::BOLD, " bold"),
    (Attributes::DIM, " dim"),
    (Attributes::ITALIC, " italic"),
    (Attributes::UNDERLINE, " underline"),
    (Attributes::STRIKE, " strike"),
    (Attributes::OVERLINE, " overline"),
    (Attributes::HIDDEN, " hidden"),
];

fn span_view(text: String, style: Style) -> AnyView {
    if style.is_plain() {
        return text.into_any();
    }
    let (mut fore, mut back) = (Paint::of(style.fg), Paint::of(style.bg));
    if style.has(Attributes::INVERSE) {
        (fore, back) = (back.swapped(), fore.swapped());
    }
    let mut class = String::from("t");
    for (attribute, name) in ATTRIBUTES {
        if style.has(attribute) {
            class.push_str(name);
        }
    }
    class.push_str(&fore.class("fg"));
    class.push_str(&back.class("bg"));
    view! {
        <span class=class style:color=fore.value() style:background-color=back.value()>
            {text}
        </span>
    }
    .into_any()
}

/// One line. The page's own words are drawn by the style sheet: they are no part of the text that
/// a machine printed, that is searched, copied and read aloud.
fn row_view(row: RowView) -> impl IntoView {
    let RowView {
        number,
        spans,
        remark,
        ..
    } = row;
    let (class, own) = match remark {
        None => ("term-row", None),
        Some(Remark::Command(command)) => ("term-row remark command-run", Some(command)),
        Some(Remark::Ending(words)) => ("term-row remark", Some(words)),
    };
    // A browser leaves a line without text out of what it copies.
    let blank = spans.iter().all(|(text, _)| text.is_empty());
    let spans = spans
        .into_iter()
        .map(|(text, style)| span_view(text, style))
        .collect_view();
    view! {
        <div class=class data-row=number.to_string() data-remark=own>
            {spans} {blank.then_some("\n")}
        </div>
    }
}

/// The lines that are in the document.
///
/// A `For` would take lines out and put them in again whenever others come before them, and a
/// browser drops the selection of what is taken out.
#[derive(Default)]
pub(super) struct ShownRows(HashMap<(u64, u64), AnyViewState>);

impl ShownRows {
    /// Makes `rows`, in order of their numbers, all that `parent` holds.
    pub(super) fn show(&mut self, parent: &web_sys::Element, rows: &[RowView]) {
        let mut before = mem::take(&mut self.0);
        let mut below = None;
        for row in rows.iter().rev() {
            let key = row.key();
            let shown = before.remove(&key).unwrap_or_else(|| {
                let mut fresh = row_view(row.clone()).into_any().build();
                let placed = below
                    .and_then(|below| self.0.get(&below))
                    .is_some_and(|below| below.insert_before_this(&mut fresh));
                if !placed {
                    fresh.mount(parent, None);
                }
                fresh
            });
            self.0.insert(key, shown);
            below = Some(key);
        }
        for mut gone in before.into_values() {
            gone.unmount();
        }
    }
}
