//! Everything that touches the browser: the only module that names `web-sys` types for anything
//! beyond event values. It knows neither the API's meaning nor a screen.

pub mod address;
pub mod boot;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod copies;
pub mod database;
pub mod density;
pub mod dom;
pub mod file;
pub mod heights;
pub mod http;
pub mod intl;
pub mod marks;
pub mod media;
pub mod offline;
pub mod soft_keyboard;
pub mod storage;
pub mod task;
pub mod theme;
pub mod visibility;
pub mod words;
