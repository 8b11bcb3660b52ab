//! SGR ("select graphic rendition", `CSI … m`): turns its parameters into a [`Style`].

use super::style::{Attributes, Color, Style};
use vte::Params;

/// Applies one SGR sequence to `style`. Unknown codes change nothing.
pub(super) fn apply(style: &mut Style, params: &Params) {
    let mut params = params.iter();
    while let Some(param) = params.next() {
        let Some(&code) = param.first() else { continue };
        match code {
            38 => set(&mut style.fg, extended(param, &mut params)),
            48 => set(&mut style.bg, extended(param, &mut params)),
            // Underline colour: its parameters must be read past, or they would be taken for
            // codes of their own.
            58 => drop(extended(param, &mut params)),
            4 => {
                let on = param.get(1) != Some(&0);
                switch(style, Attributes::UNDERLINE, on);
            }
            _ => simple(style, code),
        }
    }
}

fn simple(style: &mut Style, code: u16) {
    match code {
        0 => *style = Style::default(),
        1 => switch(style, Attributes::BOLD, true),
        2 => switch(style, Attributes::DIM, true),
        3 => switch(style, Attributes::ITALIC, true),
        7 => switch(style, Attributes::INVERSE, true),
        8 => switch(style, Attributes::HIDDEN, true),
        9 => switch(style, Attributes::STRIKE, true),
        21 => switch(style, Attributes::UNDERLINE, true),
        22 => switch(style, Attributes::BOLD.with(Attributes::DIM), false),
        23 => switch(style, Attributes::ITALIC, false),
        24 => switch(style, Attributes::UNDERLINE, false),
        27 => switch(style, Attributes::INVERSE, false),
        28 => switch(style, Attributes::HIDDEN, false),
        29 => switch(style, Attributes::STRIKE, false),
        53 => switch(style, Attributes::OVERLINE, true),
        55 => switch(style, Attributes::OVERLINE, false),
        39 => style.fg = Color::Default,
        49 => style.bg = Color::Default,
        30..=37 => set(&mut style.fg, palette(code - 30)),
        40..=47 => set(&mut style.bg, palette(code - 40)),
        90..=97 => set(&mut style.fg, palette(code - 90 + 8)),
        100..=107 => set(&mut style.bg, palette(code - 100 + 8)),
        _ => {}
    }
}

fn switch(style: &mut Style, attribute: Attributes, on: bool) {
    style.attributes = if on {
        style.attributes.with(attribute)
    } else {
        style.attributes.without(attribute)
    };
}

fn set(target: &mut Color, color: Option<Color>) {
    if let Some(color) = color {
        *target = color;
    }
}

fn palette(index: u16) -> Option<Color> {
    u8::try_from(index).ok().map(Color::Indexed)
}

/// Reads the colour after 38, 48 or 58, in the form with colons (all within `param`) or with
/// semicolons (taken from `rest`). `None` when it is no colour we know.
fn extended<'a>(param: &[u16], rest: &mut impl Iterator<Item = &'a [u16]>) -> Option<Color> {
    if let Some((&mode, values)) = param.get(1..).and_then(<[u16]>::split_first) {
        return match (mode, values) {
            (5, [index, ..]) => palette(*index),
            // With five values the first is a colour space, which nobody fills in.
            (2, [_, r, g, b, ..] | [r, g, b]) => rgb(*r, *g, *b),
            _ => None,
        };
    }
    let mut value = || rest.next().and_then(|param| param.first().copied());
    match value()? {
        5 => palette(value()?),
        2 => rgb(value()?, value()?, value()?),
        _ => None,
    }
}

fn rgb(r: u16, g: u16, b: u16) -> Option<Color> {
    let channel = |value: u16| u8::try_from(value).ok();
    Some(Color::Rgb(channel(r)?, channel(g)?, channel(b)?))
}
