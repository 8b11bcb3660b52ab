//! `cargo xtask up`: from a fresh clone to a page that is signed in, in one command.

mod lan;
mod open;
mod port;
mod qr;
mod server;

use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;

use crate::build::{self, Packing};
use crate::cli::UpOptions;
use crate::error::Result;
use crate::interrupt;
use crate::process::output;
use crate::progress::{self, say};
use crate::tools::environment::{Environment, data_folder};
use crate::tools::{self, Needs};
use open::Redirect;
use server::{GLANCE, Mistd, Server};

/// What can happen while the server runs, beside Ctrl-C.
#[derive(Debug)]
enum Event {
    /// The person pressed Enter.
    Enter,
    /// The server has gone.
    ServerEnded,
}

/// Builds what is not up to date, serves it, and stays until Ctrl-C.
pub(crate) fn up(options: &UpOptions) -> Result<()> {
    let (environment, mut steps) = tools::prepare(Needs::PAGE)?;
    steps.extend(build::page(&environment, Packing::Plain)?);
    steps.push(build::server(&environment));
    progress::run(steps)?;
    serve(&environment, options)
}

fn serve(environment: &Environment, options: &UpOptions) -> Result<()> {
    let mistd = Mistd {
        program: build::server_program(environment),
        data: options.data_dir.clone().map_or_else(data_folder, Ok)?,
        log: environment.log("mistd"),
    };
    let (ip, others) = match options.lan {
        Some(lan) => lan::choose(lan)?,
        None => (IpAddr::V4(Ipv4Addr::LOCALHOST), Vec::new()),
    };
    let secure = options.lan.is_some();
    let listen = SocketAddr::new(ip, port::choose(ip, options.port)?);
    if secure {
        mistd.add_account(&email())?;
    }
    let (events, happenings) = channel();
    let page = build::dist_folder(environment);
    let server = mistd.serve(listen, secure, &page, events.clone(), Event::ServerEnded)?;
    read_keys(events);
    let scheme = if secure { "https" } else { "http" };
    let mut desk = Desk {
        mistd,
        server,
        address: format!("{scheme}://{listen}"),
        others,
        redirect: None,
    };
    desk.welcome(options.open)?;
    desk.attend(&happenings)
}

/// The running server and the person in front of it.
struct Desk {
    mistd: Mistd,
    server: Server,
    address: String,
    /// Further addresses that devices around this computer might reach it by.
    others: Vec<IpAddr>,
    redirect: Option<Redirect>,
}

impl Desk {
    fn welcome(&mut self, open: bool) -> Result<()> {
        say(&format!("\nMist Web runs at {}", self.address));
        if let Some(fingerprint) = &self.server.fingerprint {
            say(&around(fingerprint, &self.others));
        }
        let link = self.show_link()?;
        say("Press Enter for a fresh link, Ctrl-C to stop.");
        if open {
            match open::open(&link) {
                Ok(redirect) => self.redirect = Some(redirect),
                // The link is on screen: no reason to stop.
                Err(error) => say(&format!("{error} Open the link yourself.")),
            }
        }
        Ok(())
    }

    fn show_link(&self) -> Result<String> {
        let link = self.mistd.link(&email(), &self.address)?;
        say(&format!(
            "\nSign in with this link; it works once, for 10 minutes:\n\n  {link}\n"
        ));
        // For a camera; this computer has the link on screen. A file or another program needs no picture.
        if self.server.fingerprint.is_some() && io::stdout().is_terminal() {
            match qr::draw(&link, progress::width()) {
                Some(picture) => say(&format!("Or point the device's camera here:\n\n{picture}")),
                None => say("The terminal is too narrow for a QR code of it."),
            }
        }
        Ok(link)
    }

    /// Answers what happens until Ctrl-C, then ends the server.
    fn attend(&mut self, happenings: &Receiver<Event>) -> Result<()> {
        while !interrupt::raised() {
            match happenings.recv_timeout(GLANCE) {
                Ok(Event::Enter) => {
                    self.show_link()?;
                }
                Ok(Event::ServerEnded) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(self.server.explain_end());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.redirect.as_ref().is_some_and(Redirect::is_old) {
                self.redirect = None;
            }
        }
        say("\nStopping …");
        self.server.stop()?;
        say("Stopped.");
        Ok(())
    }
}

/// What people at other devices need to know.
fn around(fingerprint: &str, others: &[IpAddr]) -> String {
    let mut words = format!(
        "Every device in this network reaches it there. Each browser will warn once, for nobody vouches for the\n\
         certificate: compare the SHA-256 fingerprint it shows, and go on only if it is this one.\n\n  {fingerprint}"
    );
    if !others.is_empty() {
        let others = lan::listed(others);
        // Writing to a string cannot fail.
        let _ = write!(
            words,
            "\n\nIf a device is in another network, stop and choose: --lan=ADDRESS, of {others}."
        );
    }
    words
}

/// Passes each Enter on. Ends with the input, which may be closed from the start.
fn read_keys(events: Sender<Event>) {
    if is_in_background() {
        return;
    }
    thread::spawn(move || {
        for line in io::stdin().lines() {
            if line.is_err() || events.send(Event::Enter).is_err() {
                return;
            }
        }
    });
}

/// Whether a read from the terminal would stop this process, as it does behind a shell's `&`.
fn is_in_background() -> bool {
    rustix::termios::tcgetpgrp(io::stdin())
        .is_ok_and(|foreground| foreground != rustix::process::getpgrp())
}

/// The account of whoever runs this: a name only this server knows.
fn email() -> String {
    let user = ["USER", "LOGNAME"]
        .into_iter()
        .find_map(|name| env::var(name).ok())
        .or_else(|| output(Command::new("id").arg("-un")));
    address_of(&user.unwrap_or_default())
}

fn address_of(user: &str) -> String {
    let is_plain = |char: &char| char.is_ascii_alphanumeric() || ".-_".contains(*char);
    let name: String = user.chars().filter(is_plain).collect();
    format!("{}@localhost", if name.is_empty() { "me" } else { &name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_user_name_makes_an_address() {
        assert_eq!(address_of("anna"), "anna@localhost");
        assert_eq!(address_of("DOM\\anna b"), "DOMannab@localhost");
        assert_eq!(address_of(""), "me@localhost");
        assert_eq!(address_of("ü"), "me@localhost");
    }
}
