//! What the platform floor does with a real browser.

mod address;
mod channel;
mod clock;
mod database;
mod dom;
mod file;
mod http;
mod lower;
mod storage;
mod theme;
