//! What tells the server to stop: a signal, or the end of standard input if that was agreed.

use std::io::Read;
use std::sync::Arc;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;

/// Listens for being told to stop.
pub(super) struct Told {
    terminate: Signal,
    interrupt: Signal,
    input_ended: Arc<Notify>,
    /// Signals heard so far.
    signals: usize,
}

impl Told {
    /// Starts listening; with `at_eof` for the end of standard input too. A program that starts this
    /// server and keeps a pipe to it can so be sure that it does not outlive it, however it ends.
    pub(super) fn listen(at_eof: bool) -> Result<Self, std::io::Error> {
        let input_ended = Arc::new(Notify::new());
        if at_eof {
            let notify = Arc::clone(&input_ended);
            std::thread::Builder::new()
                .name("stdin".to_owned())
                .spawn(move || {
                    let mut input = std::io::stdin().lock();
                    let mut bytes = [0; 256];
                    // An input that cannot be read has ended.
                    while input.read(&mut bytes).is_ok_and(|count| count > 0) {}
                    notify.notify_one();
                })?;
        }
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            input_ended,
            signals: 0,
        })
    }

    /// Waits until it is told; answers by what.
    pub(super) async fn wait(&mut self) -> &'static str {
        let input_ended = Arc::clone(&self.input_ended);
        tokio::select! {
            name = self.signal() => name,
            () = input_ended.notified() => "the end of standard input",
        }
    }

    /// Waits for a second signal: whoever closes its input and sends one signal is not impatient.
    pub(super) async fn wait_impatient(&mut self) {
        while self.signals < 2 {
            self.signal().await;
        }
    }

    async fn signal(&mut self) -> &'static str {
        let name = tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        };
        self.signals += 1;
        name
    }
}
