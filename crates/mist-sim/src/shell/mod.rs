//! What a shell on a simulated machine answers.

/// What the simulated shell and probe know of the machine they are on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// What the machine is called.
    pub name: String,
    /// Whatever differs from machine to machine is drawn from this.
    pub seed: u64,
    /// Processor cores.
    pub cores: u32,
    /// Memory in megabytes.
    pub memory_mb: u64,
    /// Disk in gigabytes.
    pub disk_gb: u64,
    /// When it started last, in milliseconds since 1970.
    pub booted_ms: u64,
    /// The image it was made of, as people call it.
    pub image: String,
    /// Its address outside.
    pub public_ip: Option<String>,
    /// Its address inside.
    pub private_ip: Option<String>,
    /// Who is signed in.
    pub user: String,
}
