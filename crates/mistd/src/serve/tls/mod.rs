//! HTTPS: with a certificate that somebody gives, or with one made here.

mod self_made;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::cli::ServeOptions;

/// How every TLS connection begins.
const HANDSHAKE: u8 = 22;
/// What a browser is told that asks here by http.
const WRONG_SCHEME: &[u8] =
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n\
    Connection: close\r\n\r\nThis server is reached over https: put https:// before its address.\n";

/// Why there is no HTTPS.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// A file that was named is no certificate or key.
    #[error("cannot use {file}: {error}")]
    File {
        /// Which.
        file: PathBuf,
        /// Why not.
        error: rustls::pki_types::pem::Error,
    },
    /// Certificate and key are none that work, or do not belong together.
    #[error("cannot use this certificate with this key: {0}")]
    Pair(#[from] rustls::Error),
    /// No certificate could be made.
    #[error("cannot make a certificate: {0}")]
    Making(#[from] rcgen::Error),
    /// It could not be kept.
    #[error("cannot keep the certificate: {0}")]
    Keeping(#[from] io::Error),
}

/// What the server needs to speak HTTPS.
#[derive(Clone)]
pub(super) struct Tls {
    acceptor: TlsAcceptor,
    /// The SHA-256 of the certificate as browsers show it.
    pub(super) fingerprint: String,
    /// Names and addresses a certificate made here is for; none for one that was given.
    pub(super) names: Vec<String>,
}

impl Tls {
    /// What `options` ask for, if they do.
    pub(super) fn wanted(options: &ServeOptions) -> Result<Option<Self>, TlsError> {
        if options.tls.self_signed {
            return Self::self_made(options).map(Some);
        }
        let (Some(certificate), Some(key)) = (&options.tls.certificate, &options.tls.key) else {
            return Ok(None);
        };
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(in_file(certificate))?;
        let key_file = PrivateKeyDer::from_pem_file(key).map_err(in_file(key))?;
        Self::new(chain, key_file, Vec::new()).map(Some)
    }

    fn self_made(options: &ServeOptions) -> Result<Self, TlsError> {
        let names = names(options.listen.ip(), &options.origins);
        let made = self_made::Kept::in_folder(&options.data_dir, &names)?;
        Self::new(vec![made.certificate], made.key, names)
    }

    fn new(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
        names: Vec<String>,
    ) -> Result<Self, TlsError> {
        let fingerprint = chain.first().map(|first| fingerprint(first));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            fingerprint: fingerprint.unwrap_or_default(),
            names,
        })
    }

    /// Begins to speak TLS on a connection. One that speaks http is told so.
    pub(super) async fn shake_hands(
        &self,
        mut stream: TcpStream,
    ) -> io::Result<TlsStream<TcpStream>> {
        let mut first = [0];
        if stream.peek(&mut first).await? == 1 && first != [HANDSHAKE] {
            stream.write_all(WRONG_SCHEME).await?;
            stream.shutdown().await?;
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.acceptor.accept(stream).await
    }
}

fn in_file(file: &Path) -> impl FnOnce(rustls::pki_types::pem::Error) -> TlsError {
    let file = file.to_owned();
    move |error| TlsError::File { file, error }
}

/// Two letters for each byte, as in `0A:FF`.
fn fingerprint(certificate: &[u8]) -> String {
    let digest = Sha256::digest(certificate);
    let bytes: Vec<_> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    bytes.join(":")
}

/// By what this computer is called in its network: the addresses it listens on, its name and those that people
/// were told.
fn names(listen: IpAddr, origins: &[String]) -> Vec<String> {
    let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    let own = rustix::system::uname();
    let own = own.nodename().to_string_lossy().to_ascii_lowercase();
    if is_name(&own) {
        // As computers without a name server find each other.
        if !own.contains('.') {
            names.push(format!("{own}.local"));
        }
        names.push(own);
    }
    if listen.is_unspecified() {
        let all = if_addrs::get_if_addrs().unwrap_or_default();
        names.extend(all.iter().map(|one| one.ip().to_string()));
    } else {
        names.push(listen.to_string());
    }
    names.extend(origins.iter().filter_map(|origin| host(origin)));
    names.sort();
    names.dedup();
    names
}

fn host(origin: &str) -> Option<String> {
    let (_, authority) = origin.split_once("://")?;
    let address = authority.parse::<SocketAddr>().map(|address| address.ip());
    let name = authority
        .rsplit_once(':')
        .map_or(authority, |(name, _)| name);
    let name = address.map_or_else(|_| name.to_ascii_lowercase(), |ip| ip.to_string());
    (is_name(&name) || name.parse::<IpAddr>().is_ok()).then_some(name)
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    !name.is_empty() && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_written_as_browsers_do() {
        let empty = "E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55";
        assert_eq!(fingerprint(b""), empty);
    }

    #[test]
    fn the_certificate_is_for_all_that_people_type() {
        let origins = [
            "https://Mist.Example:8443".to_owned(),
            "https://[2001:db8::1]:8443".to_owned(),
            "https://192.0.2.9".to_owned(),
        ];
        let names = names("192.0.2.7".parse().unwrap(), &origins);
        for name in [
            "localhost",
            "127.0.0.1",
            "192.0.2.7",
            "192.0.2.9",
            "mist.example",
            "2001:db8::1",
        ] {
            assert!(names.iter().any(|one| one == name), "{name} in {names:?}");
        }
        let everywhere = super::names("0.0.0.0".parse().unwrap(), &[]);
        assert!(!everywhere.contains(&"0.0.0.0".to_owned()));
    }
}
