//! The options of every command.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A small mist server: serves the page and speaks the mist API for real machines.
#[derive(Debug, Parser)]
#[command(version)]
pub(super) struct Options {
    /// Log more to standard error; twice for even more
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(super) verbose: u8,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the server until it is told to stop
    Serve(ServeOptions),
    /// Manage who may sign in
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Print a link that signs an account in, once, within ten minutes
    Link(LinkOptions),
}

/// What `mistd serve` is told.
#[derive(Debug, Args)]
pub(crate) struct ServeOptions {
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// If the port is taken, use the next free one
    #[arg(long)]
    pub(crate) port_search: bool,
    /// Folder for the database and the key that seals its secrets; made if missing, closed to others.
    /// With a passphrase in the environment variable `MISTD_PASSPHRASE` there is no key file
    #[arg(long)]
    pub(crate) data_dir: PathBuf,
    /// Folder with the page's files; without it only the API is served
    #[arg(long)]
    pub(crate) static_dir: Option<PathBuf>,
    /// Let every account run commands on this computer, as the user this server runs as
    #[arg(long)]
    pub(crate) this_computer: bool,
    /// Allow --listen beyond this computer: everyone there can then try to sign in
    #[arg(long)]
    pub(crate) allow_remote: bool,
    /// Another origin whose pages may use the API, or that a proxy serves this server under, such as
    /// `https://mist.example`; may be given more than once
    #[arg(long = "origin", value_name = "URL")]
    pub(crate) origins: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add an account, or give one a new password (which signs it out everywhere)
    Add(AddOptions),
}

/// What `mistd user add` is told. The password comes from the terminal or from standard input, never
/// from an argument: those everybody on the computer can read.
#[derive(Debug, Args)]
pub(super) struct AddOptions {
    /// The email address to sign in with
    pub(super) email: String,
    /// No password: the account signs in by `mistd link` only. One that is already there stays as it is
    #[arg(long)]
    pub(super) no_password: bool,
    /// The server's data folder
    #[arg(long)]
    pub(super) data_dir: PathBuf,
}

/// What `mistd link` is told.
#[derive(Debug, Args)]
pub(super) struct LinkOptions {
    /// The account's email address
    pub(super) email: String,
    /// Where the page is
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub(super) base_url: String,
    /// The server's data folder
    #[arg(long)]
    pub(super) data_dir: PathBuf,
}
