//! A browser front-end for mist servers.
//!
//! The floors, from the ground: [`platform`] touches the browser; [`state`] keeps what the page
//! knows; [`ui`] has plain parts, [`components`] parts that know the API; [`pages`] has a file or
//! folder per screen, and nothing imports it but [`app`], the frame around them. [`routes`] says
//! what an address means, [`locales`] holds every sentence.

pub mod app;
pub mod components;
pub mod locales;
pub mod pages;
pub mod platform;
pub mod routes;
pub mod state;
pub mod ui;
