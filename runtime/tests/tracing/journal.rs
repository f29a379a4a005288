//! What is told, written down.

use std::{
    fmt::{self, Write as _},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::{DefaultGuard, set_default},
};

/// Writes down everything, at every level: of a span its fields in the order in which they come.
#[derive(Clone, Default)]
pub(crate) struct Journal {
    spans: Arc<Mutex<Vec<String>>>,
    events: Arc<Mutex<Vec<String>>>,
    pub(crate) open: Arc<AtomicU64>,
}

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Journal {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let metadata = span.metadata();
        let mut line = format!("{} {}", metadata.target(), metadata.name());
        span.record(&mut Line(&mut line));
        let mut spans = self.spans.lock().unwrap();
        spans.push(line);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        let mut spans = self.spans.lock().unwrap();
        values.record(&mut Line(&mut spans[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut line = format!("{} {}", metadata.level(), metadata.target());
        event.record(&mut Line(&mut line));
        self.events.lock().unwrap().push(line);
    }

    fn enter(&self, _: &Id) {
        self.open.fetch_add(1, Ordering::Relaxed);
    }

    fn exit(&self, _: &Id) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Journal {
    pub(crate) fn begin() -> (Self, DefaultGuard) {
        let journal = Self::default();
        let guard = set_default(journal.clone());
        (journal, guard)
    }

    /// The spans of this crate, without what differs each time.
    pub(crate) fn spans(&self) -> Vec<String> {
        let spans = self.spans.lock().unwrap();
        let ours = spans
            .iter()
            .filter_map(|span| span.strip_prefix("signed_api::"));
        let ours = ours.map(|span| span.split_once(' ').unwrap().1);
        let but_time = |span: &str| {
            let words = span.split(" http.client.request.duration=");
            let (first, rest) = words.clone().next().zip(words.clone().nth(1)).unwrap();
            let (seconds, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            assert!(seconds.parse::<f64>().unwrap() < 60.0);
            format!("{first} {rest}").trim_end().to_owned()
        };
        ours.map(but_time).collect()
    }

    pub(crate) fn events(&self) -> Vec<String> {
        let events = self.events.lock().unwrap();
        let ours = events
            .iter()
            .filter(|event| event.contains(" signed_api::"));
        let ours = ours.map(|event| event.split_once(" message=").unwrap().1.to_owned());
        ours.collect()
    }

    pub(crate) fn everything(&self) -> String {
        let (spans, events) = (self.spans.lock().unwrap(), self.events.lock().unwrap());
        format!("{}\n{}", spans.join("\n"), events.join("\n"))
    }
}
