//! One file or folder per screen. Nothing but the frame in `app` imports them.

pub mod account;
pub mod activity;
pub mod add_backend;
pub mod backend;
pub mod backends;
pub mod create;
pub mod images;
pub mod keys;
pub mod machine;
pub mod machines;
pub mod not_found;
pub mod providers;
pub mod resize;
pub mod sign_in;
pub mod sizes;
