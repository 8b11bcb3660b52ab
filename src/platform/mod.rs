//! Everything that touches the browser: the only module that names `web-sys` types for anything
//! beyond event values. It knows neither the API's meaning nor a screen.

pub mod address;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod database;
pub mod dom;
pub mod file;
pub mod http;
pub mod marks;
pub mod offline;
pub mod plural;
pub mod storage;
pub mod task;
pub mod theme;
pub mod visibility;
