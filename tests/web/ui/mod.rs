//! The plain parts, used by keyboard and pointer and read by role and name.

mod button;
mod dialog;
mod field;
mod menu;
mod notice;
mod page;
mod tabs;
