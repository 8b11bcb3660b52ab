//! The options of every command.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use mist_sim::faults::{Fault, Faults, Latency};

use crate::http::{Network, Spoiling};
use crate::log::LogFormat;
use crate::providers::Simulation;

/// A small mist server: serves the page and speaks the mist API for real machines.
#[derive(Debug, Parser)]
#[command(version)]
pub(super) struct Options {
    /// Log more to standard error; twice for even more
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(super) verbose: u8,
    /// How the log looks; without it text on a terminal, JSON lines elsewhere
    #[arg(long, value_name = "FORMAT", global = true)]
    pub(super) log_format: Option<LogFormat>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the server until it is told to stop
    Serve(Box<ServeOptions>),
    /// Manage who may sign in
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Print a link that signs an account in, once, within ten minutes
    Link(LinkOptions),
    /// Write all that is in the data folder to one file, also while the server runs
    Backup(BackupOptions),
    /// Fill the data folder from such a file. Everybody has to sign in again
    Restore(RestoreOptions),
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
    /// What is simulated, if anything.
    #[command(flatten)]
    pub(crate) demo: DemoOptions,
    /// Address under which people reach this server, such as `https://mist.example`, when that is not
    /// the one it listens on. May be given more than once
    #[arg(long = "origin", value_name = "URL")]
    pub(crate) origins: Vec<String>,
    /// Address of a page elsewhere that may use the API (CORS), such as `https://page.example`, without
    /// a path. May be given more than once
    #[arg(long = "allow-origin", value_name = "URL")]
    pub(crate) allowed_origins: Vec<String>,
    /// Whether it speaks HTTPS itself.
    #[command(flatten)]
    pub(crate) tls: TlsOptions,
    /// A proxy asks for others: believe its `X-Forwarded-For`, `-Proto` and `X-Request-Id`. Without an
    /// address the proxy is on this computer. Only with it, or with HTTPS, --listen may reach beyond this
    /// computer; with it and without HTTPS other computers than the proxy are refused. May be given
    /// more than once
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true,
          default_missing_values = ["127.0.0.0/8", "::1"])]
    pub(crate) behind_proxy: Vec<Network>,
    /// Connections at once; more are told to come back
    #[arg(long, value_name = "NUMBER", default_value_t = 400,
          value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) max_connections: u16,
    /// Commands one account may run at once
    #[arg(long, value_name = "NUMBER", default_value_t = 128)]
    pub(crate) max_commands: u16,
    /// Seconds a client may take to send a request's headers, or its body, or leave an answer unread;
    /// the output of a command waits for its reader as long as needed
    #[arg(long, value_name = "SECONDS", default_value_t = 30,
          value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) patience: u16,
    /// Stop when standard input ends: for a program that must not leave the server behind
    #[arg(long)]
    pub(crate) stop_at_eof: bool,
}

/// Whether and with which certificate HTTPS is spoken.
#[derive(Debug, Args)]
#[command(next_help_heading = "HTTPS")]
pub(crate) struct TlsOptions {
    /// Speak HTTPS with a certificate made here, for this computer's names and addresses. It is kept in
    /// the data folder; its fingerprint is printed, for people to compare
    #[arg(long = "tls-self-signed", conflicts_with_all = ["certificate", "key"])]
    pub(crate) self_signed: bool,
    /// Speak HTTPS with the certificate in this file (PEM, with those between it and its root)
    #[arg(long = "tls-cert", value_name = "FILE", requires = "key")]
    pub(crate) certificate: Option<PathBuf>,
    /// The key of that certificate (PEM)
    #[arg(long = "tls-key", value_name = "FILE", requires = "certificate")]
    pub(crate) key: Option<PathBuf>,
}

impl TlsOptions {
    /// Whether HTTPS is spoken at all.
    pub(crate) fn is_on(&self) -> bool {
        self.self_signed || self.certificate.is_some()
    }
}

/// What of clouds that are not there.
#[derive(Debug, Args)]
#[command(next_help_heading = "Simulated clouds")]
pub(crate) struct DemoOptions {
    /// Offer every provider as a simulated cloud, and every account a small world of them. Nothing real
    /// is ever made there, and no secret typed for one is kept
    #[arg(long)]
    demo: bool,
    /// Machines in that world. With 0 there is no world, and clouds that somebody adds are empty
    #[arg(long, value_name = "NUMBER", default_value_t = 40, requires = "demo",
          value_parser = clap::value_parser!(u32).range(0..=100_000))]
    sim_machines: u32,
    /// Images of an Amazon cloud, at least
    #[arg(long, value_name = "NUMBER", default_value_t = 25_000, requires = "demo",
          value_parser = clap::value_parser!(u32).range(1..=200_000))]
    sim_images: u32,
    /// What the worlds are made from: the same number, the same worlds
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "demo")]
    sim_seed: u64,
    /// How long their answers take, such as `200ms` or `100ms..2s`
    #[arg(long, value_name = "TIME", requires = "demo")]
    sim_latency: Option<Latency>,
    /// What goes wrong with them: `WHERE=WHAT`. WHERE is a backend's title, a provider or the beginning
    /// of one and `*`, and perhaps `/` and what is asked for: `ec2_*/machines`. WHAT is latency:TIME,
    /// errors:N%, status:NNN, outage, credentials, slow, malformed, stall or cut. May be given more than
    /// once
    #[arg(long = "sim-fault", value_name = "SPEC", requires = "demo")]
    sim_faults: Vec<Fault>,
    /// Names and texts in them that try to break whoever shows them
    #[arg(long, requires = "demo")]
    sim_hostile: bool,
}

impl ServeOptions {
    /// What to simulate.
    pub(crate) fn simulation(&self) -> Option<Simulation> {
        let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        self.demo.demo.then(|| Simulation {
            seed: self.demo.sim_seed,
            machines: number(self.demo.sim_machines),
            images: number(self.demo.sim_images),
            hostile: self.demo.sim_hostile,
        })
    }

    /// What goes wrong in it.
    pub(crate) fn spoiling(&self) -> Option<Spoiling> {
        let demo = &self.demo;
        let any = !demo.sim_faults.is_empty() || demo.sim_latency.is_some();
        any.then(|| {
            let latency = demo.sim_latency.unwrap_or_default();
            Spoiling::new(Faults::new(demo.sim_faults.clone(), latency), demo.sim_seed)
        })
    }
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

/// What `mistd backup` is told.
#[derive(Debug, Args)]
pub(super) struct BackupOptions {
    /// The file to write; one that is there is replaced once the new one is complete
    pub(super) file: PathBuf,
    /// The server's data folder
    #[arg(long)]
    pub(super) data_dir: PathBuf,
}

/// What `mistd restore` is told.
#[derive(Debug, Args)]
pub(super) struct RestoreOptions {
    /// The file that `mistd backup` wrote
    pub(super) file: PathBuf,
    /// The data folder to fill; made if missing
    #[arg(long)]
    pub(super) data_dir: PathBuf,
    /// Replace what is in the data folder
    #[arg(long)]
    pub(super) force: bool,
}
