//! Where requests are verified, written down and answered.

use std::{
    future::pending,
    mem,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{
    HeaderValue, Response,
    header::{CONTENT_LENGTH, DATE},
    request::Parts,
};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use signed_api_specs::{Timestamp, data::SchemeData};
use tokio::{sync::Notify, time};

use super::{
    fault::{Fault, What},
    judge::{Judge, absolute, mark},
    refusal::refusal,
    seen::Seen,
    server::ServerBuilder,
};
use crate::{Body, BoxError, Refusal, Verified};

pub(super) struct Desk {
    builder: ServerBuilder,
    faults: Mutex<Vec<Fault>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// The end of a connection, which a fault may want.
#[derive(Default)]
pub(super) struct End {
    pub(super) wanted: Notify,
    /// By a reset: what was sent may be lost.
    pub(super) reset: AtomicBool,
}

impl Desk {
    pub(super) fn new(mut builder: ServerBuilder, seen: Arc<Mutex<Vec<Seen>>>) -> Self {
        Self {
            faults: Mutex::new(mem::take(&mut builder.faults)),
            builder,
            seen,
        }
    }

    pub(super) async fn serve(
        &self,
        request: http::Request<Incoming>,
        end: &Arc<End>,
    ) -> Result<Response<Body>, hyper::Error> {
        let (parts, body) = request.into_parts();
        let fault = self.fault(&parts);
        let body = match fault {
            Some(What::ResetEarly) => Bytes::new(),
            _ => body.collect().await?.to_bytes(),
        };
        let (mut seen, scheme) = self.judge(parts, body);
        seen.fault = fault.as_ref().map(ToString::to_string);
        let mut response = self.answer(&seen, scheme, fault.as_ref());
        if let Some(date) = self.date() {
            response.headers_mut().entry(DATE).or_insert(date);
        }
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(seen);
        Ok(sent(response, fault, end).await)
    }

    fn fault(&self, request: &Parts) -> Option<What> {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.iter_mut().find_map(|fault| fault.play(request))
    }

    fn answer(
        &self,
        seen: &Seen,
        scheme: Option<&SchemeData<'_>>,
        fault: Option<&What>,
    ) -> Response<Body> {
        match fault {
            Some(What::Answer(answer)) => answer.clone().map(Body::from),
            Some(What::Refusal) if seen.verdict.is_ok() => refusal(scheme, &seen.verdict),
            _ if seen.verdict.is_ok() => (self.builder.answer)(seen),
            _ => mark(refusal(scheme, &seen.verdict), seen.diagnosis.as_ref()),
        }
    }

    /// What the server's clock says.
    fn date(&self) -> Option<HeaderValue> {
        let now = Timestamp::try_from((self.builder.clock)()).ok()?;
        HeaderValue::try_from(now.http_date().ok()?).ok()
    }

    /// The verdict: one scheme that accepts is enough, else that of the scheme which came furthest.
    fn judge(&self, parts: Parts, body: Bytes) -> (Seen, Option<&'static SchemeData<'static>>) {
        let target = parts
            .uri
            .path_and_query()
            .map_or("/", http::uri::PathAndQuery::as_str)
            .to_owned();
        let parts = absolute(parts);
        let now = (self.builder.clock)();
        let mut verdict: Option<(&dyn Judge, Result<Verified, Refusal>)> = None;
        for judge in &self.builder.schemes {
            let found = judge.verify(&parts, &body, now);
            if verdict
                .as_ref()
                .is_none_or(|(_, known)| progress(&found) > progress(known))
            {
                verdict = Some((&**judge, found));
            }
        }
        let nothing = || {
            Err(Refusal::UnknownKey {
                name: "key".to_owned(),
            })
        };
        let (judge, verdict) = match verdict {
            Some((judge, verdict)) => (Some(judge), verdict),
            None => (None, nothing()),
        };
        let refused_by = judge.filter(|_| verdict.is_err());
        let diagnosis =
            refused_by.and_then(|judge| judge.diagnose(&parts, &body, now, &self.builder.schemes));
        let data = judge.map(Judge::data);
        let (method, headers) = (parts.method, parts.headers);
        (
            Seen {
                method,
                target,
                headers,
                body,
                scheme: data.map_or("", |data| data.name),
                verdict,
                diagnosis,
                fault: None,
            },
            data,
        )
    }
}

/// Sends an answer, as the fault wants it.
async fn sent(response: Response<Body>, fault: Option<What>, end: &Arc<End>) -> Response<Body> {
    match fault {
        Some(What::Delay(time)) => time::sleep(time).await,
        Some(What::Reset | What::ResetEarly) => {
            end.reset.store(true, Ordering::Relaxed);
            end.wanted.notify_one();
            pending::<()>().await;
        }
        Some(What::Half) => return half(response, Arc::clone(end)).await,
        Some(What::Answer(_) | What::Refusal) | None => {}
    }
    response
}

/// The head of an answer, half of its body, and then nothing.
async fn half(response: Response<Body>, end: Arc<End>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    // A stream that breaks off by itself is cut at its beginning.
    let body = body.collect_to(usize::MAX).await.unwrap_or_default();
    let length = HeaderValue::from(body.len().max(1));
    parts.headers.insert(CONTENT_LENGTH, length);
    let first = Ok::<_, BoxError>(body.slice(..body.len() / 2));
    // What was sent is flushed before this is asked for.
    let nothing = stream::once(async move {
        end.wanted.notify_one();
        pending().await
    });
    let pieces = stream::iter([first]).chain(nothing);
    Response::from_parts(parts, Body::stream(pieces))
}

/// How far a verification came.
fn progress(verdict: &Result<Verified, Refusal>) -> u8 {
    match verdict {
        Ok(_) => 3,
        Err(Refusal::Missing { .. }) => 0,
        Err(Refusal::Form { .. }) => 1,
        Err(_) => 2,
    }
}
