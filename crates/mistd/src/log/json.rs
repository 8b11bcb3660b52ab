//! JSON lines: one flat object per event.
//!
//! Every line has `time`, `level`, `message` and `from`, the part of the program that speaks; lines
//! that belong to a request have its `id`; what else there is depends on the event.

use std::fmt::Debug;
use std::io::Write;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::Attributes;
use tracing::{Event, Id, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// The layer that writes the lines.
pub(super) struct JsonLines<W> {
    writer: W,
}

impl<W> JsonLines<W> {
    pub(super) fn new(writer: W) -> Self {
        Self { writer }
    }
}

/// The fields of an event or span as JSON values.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.put(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }
}

impl<S, W> Layer<S> for JsonLines<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut line = Fields::default();
        event.record(&mut line);
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(fields) = span.extensions().get::<Fields>() {
                for (name, value) in &fields.0 {
                    line.0.entry(name).or_insert_with(|| value.clone());
                }
            }
        }
        let about = event.metadata();
        for (name, value) in [
            ("time", now()),
            ("level", about.level().to_string()),
            ("from", about.target().to_owned()),
        ] {
            line.0.insert(name.to_owned(), value.into());
        }
        let mut text = Value::Object(line.0).to_string();
        text.push('\n');
        // In one piece, so that lines of several threads don't mix. Nobody can be told that it failed.
        let _nobody_reads = self.writer.make_writer().write_all(text.as_bytes());
    }
}

fn now() -> String {
    let mut text = String::new();
    // Writing to a String does not fail.
    let _ok = SystemTime.format_time(&mut Writer::new(&mut text));
    text
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_event_is_one_flat_object_with_the_id_of_its_request() {
        let memory = Memory::default();
        let writer = memory.clone();
        let lines = JsonLines::new(move || writer.clone());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), || {
            let span = tracing::error_span!("request", id = %"r1");
            span.in_scope(|| {
                tracing::error!(status = 500, why = "a \"quote\"\nand a line", "failed");
            });
            tracing::info!("alone");
        });
        let text = String::from_utf8(memory.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert_eq!(lines[0]["id"], "r1");
        assert_eq!(lines[0]["status"], 500);
        assert_eq!(lines[0]["why"], "a \"quote\"\nand a line");
        assert_eq!(lines[0]["message"], "failed");
        assert_eq!(lines[0]["level"], "ERROR");
        assert!(lines[1].get("id").is_none());
    }
}
