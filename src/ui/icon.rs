//! Line icons, drawn on a 16 by 16 grid. Decoration only: the name of a thing is always in words.

use leptos::prelude::*;

/// The icons there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what is drawn")]
pub enum Icon {
    Machines,
    Backends,
    Keys,
    Account,
    Dots,
    Play,
    Stop,
    Copy,
    Download,
    Clear,
    Search,
    Warning,
    Check,
    ArrowDown,
    ArrowUp,
    Back,
    Terminal,
    Plus,
    Flask,
    Providers,
    Images,
    Activity,
    Star,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Machines => "M2 3.5h12v4H2zM2 8.5h12v4H2zM4.5 5.5h.01M4.5 10.5h.01",
            Self::Backends => "M4.5 12.5a3 3 0 0 1-.3-6A4 4 0 0 1 12 6.2a3.2 3.2 0 0 1-.5 6.3z",
            Self::Keys => "M5 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM7.5 8H14M11.5 8v2.5",
            Self::Account => {
                "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4"
            }
            Self::Dots => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::Play => "M5 3.5v9l7-4.5z",
            Self::Stop => "M4 4h8v8H4z",
            Self::Copy => "M6 6h7v7H6zM3 10V3h7",
            Self::Download => "M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10",
            Self::Clear => "M4 4l8 8M12 4l-8 8",
            Self::Search => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3",
            Self::Warning => "M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 12h.01",
            Self::Check => "M3 8.5l3.5 3.5L13 4.5",
            Self::ArrowDown => "M8 3v10M4 9l4 4 4-4",
            Self::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Self::Back => "M10 3 5 8l5 5",
            Self::Terminal => "M2 3h12v10H2zM4.5 6.5 6.5 8l-2 1.5M8 10h3",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Providers => {
                "M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 11.2h4.5M11.2 9v4.5"
            }
            Self::Images => "M8 2 14 5 8 8 2 5zM2 8l6 3 6-3M2 11l6 3 6-3",
            Self::Activity => "M1.5 8.5h3L6.5 3l3 10 2-4.5h3",
            Self::Star => "M8 2l1.8 3.8 4.2.6-3 2.9.7 4.2L8 11.5l-3.7 2 .7-4.2-3-2.9 4.2-.6z",
            Self::Flask => "M6 2.5h4M7 2.5v3.6L3.2 13.5h9.6L9 6.1V2.5M5 10h6",
        }
    }

    /// The drawing.
    pub fn draw(self) -> impl IntoView {
        view! {
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d=self.path() />
            </svg>
        }
    }
}
