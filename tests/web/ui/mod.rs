//! The plain parts, used by keyboard and pointer and read by role and name.

mod button;
mod dialog;
mod field;
mod listbox;
mod menu;
mod notice;
mod page;
mod tabs;
