//! Turns what a person typed into values that are right by construction.
//!
//! Owns the rules and says by typed errors what is wrong; the page words them. Every parser
//! trims blanks around what was typed. No error carries the text itself, which may be secret.

mod amount;
mod host;
mod key_name;
mod port;
mod private_key;
mod subnet;
mod url;
mod user;

pub use amount::{AmountError, memory_mb, money};
pub use host::{Host, HostEntry, HostError};
pub use key_name::{KeyName, KeyNameError};
pub use port::{Port, PortError};
pub use private_key::{OpenSshKind, PrivateKeyShape, tidy_private_key};
pub use subnet::{AddressError, Cidr, CidrError, PoolError};
pub use url::{HttpUrl, UrlError};
pub use user::{UserName, UserNameError};
