//! The log on standard error: how its lines look and how much they say.
//!
//! Owns the two forms (text for people, JSON for programs) and what becomes of a panic. What is worth
//! a line is decided where it happens; that no line shows a secret is everybody's duty, so commands,
//! queries, bodies and headers are never given to the log, and panics are logged without their words.

mod json;
mod panics;

use std::io::IsTerminal;

use clap::ValueEnum;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use json::JsonLines;

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    Text,
    /// One JSON object per line, for programs
    Json,
}

impl LogFormat {
    /// The form for whoever reads standard error: a person at a terminal, else a program.
    pub(crate) fn fitting() -> Self {
        if std::io::stderr().is_terminal() {
            Self::Text
        } else {
            Self::Json
        }
    }
}

/// Starts the log. Other crates stay at warnings however much is asked for: at their lower levels
/// some show what passes through them.
pub(crate) fn start(format: LogFormat, verbose: u8) {
    let own = match verbose {
        0 => LevelFilter::INFO,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let levels = Targets::new()
        .with_target("mistd", own)
        .with_default(LevelFilter::WARN);
    let (text, json) = match format {
        LogFormat::Text => (
            Some(tracing_subscriber::fmt::layer().with_writer(std::io::stderr)),
            None,
        ),
        LogFormat::Json => (None, Some(JsonLines::new(std::io::stderr))),
    };
    tracing_subscriber::registry()
        .with(text.with_filter(levels.clone()))
        .with(json.with_filter(levels))
        .init();
    panics::log_without_words();
}
