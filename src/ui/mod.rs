//! Plain parts: they know neither the API nor a route, only how a thing looks and how keyboard,
//! finger and screen reader use it.

pub mod button;
pub mod changing;
pub mod dialog;
pub mod empty;
pub mod field;
pub mod file;
pub mod icon;
pub mod listbox;
pub mod menu;
pub mod notice;
pub mod page;
pub mod search;
pub mod simulated;
pub mod sort_head;
pub mod state_dot;
pub mod tabs;
pub mod windowed;
