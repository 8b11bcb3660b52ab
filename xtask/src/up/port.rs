//! Which port the server gets.

use std::net::{IpAddr, TcpListener};

use crate::error::{Error, Result};

/// Tried first, as every port after it up to [`LAST`].
const FIRST: u16 = 8080;
const LAST: u16 = 8179;

/// The port of `address` asked for, or the first free one from 8080 on.
pub(crate) fn choose(address: IpAddr, asked: Option<u16>) -> Result<u16> {
    let is_free = |port: u16| TcpListener::bind((address, port)).is_ok();
    match asked {
        Some(port) if is_free(port) => Ok(port),
        Some(port) => Err(Error::Advice(format!(
            "Port {port} is taken or not allowed on this computer. Choose another with --port."
        ))),
        None => (FIRST..=LAST).find(|port| is_free(*port)).ok_or_else(|| {
            Error::Advice(format!(
                "No port from {FIRST} to {LAST} is free. Choose one with --port."
            ))
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn a_taken_port_is_refused_when_asked_for() {
        let holder = TcpListener::bind((HERE, 0)).unwrap();
        let port = holder.local_addr().unwrap().port();
        assert!(
            choose(HERE, Some(port))
                .unwrap_err()
                .to_string()
                .contains(&port.to_string())
        );
    }

    #[test]
    fn without_a_wish_the_next_free_one_is_found() {
        let free = choose(HERE, None).unwrap();
        let _holder = TcpListener::bind((HERE, free)).unwrap();
        assert!(choose(HERE, None).unwrap() > free);
    }
}
