//! Credentials that are asked for again: once for everybody who waits.

use std::{
    pin::Pin,
    sync::{Arc, atomic::AtomicU64},
    task::{Context, Poll, Waker},
};

use futures_util::future::join_all;
use signed_api::{Lease, Refreshing};
use tokio::sync::Semaphore;

use super::*;

/// A vault that counts how often it is asked, and answers when it is let.
#[derive(Default)]
struct Vault {
    asked: AtomicU32,
    open: Option<Semaphore>,
    sealed: AtomicU32,
    now: AtomicU64,
}

impl Vault {
    /// Gives leases of a hundred seconds, the number of the asking as key.
    fn refreshing(self: &Arc<Self>) -> Refreshing<Acs> {
        let (vault, watch) = (Arc::clone(self), Arc::clone(self));
        let ask = move || {
            let vault = Arc::clone(&vault);
            async move { vault.ask().await }
        };
        Refreshing::with_clock(ask, move || watch.now())
    }

    async fn ask(&self) -> Result<Lease<Acs>, BoxError> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(open) = &self.open {
            open.acquire().await?.forget();
        }
        if self.sealed.load(Ordering::Relaxed) > 0 {
            return Err(format!("sealed at {number}").into());
        }
        let access_key = format!("{number:04}").into();
        Ok(Lease {
            credentials: Acs { access_key },
            expires: Some(self.now() + Duration::from_secs(100)),
        })
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.now.load(Ordering::Relaxed))
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }
}

/// A vault that has to be opened.
fn closed() -> Arc<Vault> {
    Arc::new(Vault {
        open: Some(Semaphore::new(0)),
        ..Vault::default()
    })
}

fn open(vault: &Vault, times: usize) {
    vault.open.as_ref().unwrap().add_permits(times);
}

async fn key(credentials: &Refreshing<Acs>) -> Result<String, String> {
    let given = credentials.provide().await;
    given
        .map(|acs| acs.access_key.expose().to_owned())
        .map_err(|error| error.to_string())
}

/// Polls once.
fn polled<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn clients(credentials: &Refreshing<Acs>, memory: &Memory) -> [CallsClient; 2] {
    ["http://east", "http://west"].map(|endpoint| {
        let client = CallsClient::builder(endpoint, credentials.clone());
        client.transport(memory.clone()).build().unwrap()
    })
}

#[tokio::test]
async fn several_calls_of_several_clients_ask_once() {
    let (vault, memory) = (closed(), Memory::new());
    let [east, west] = clients(&vault.refreshing(), &memory);
    let call = |client: &CallsClient| {
        memory.answer(json(""));
        let client = client.clone();
        async move { client.raw(Body::empty()).await }
    };
    let later = async {
        while vault.asked() == 0 {
            tokio::task::yield_now().await;
        }
        tokio::task::yield_now().await;
        open(&vault, 9);
    };
    let calls = (call(&east), call(&east), call(&west));
    let (one, two, three, ()) = tokio::join!(calls.0, calls.1, calls.2, later);
    one.and(two).and(three).unwrap();
    call(&west).await.unwrap();
    assert_eq!((vault.asked(), memory.requests().len()), (1, 4));
}

#[tokio::test]
async fn a_failure_is_shared_by_those_who_waited() {
    let (vault, memory) = (closed(), Memory::new());
    vault.sealed.store(1, Ordering::Relaxed);
    let [east, west] = clients(&vault.refreshing(), &memory);
    let later = async { open(&vault, 9) };
    let (one, two, ()) = tokio::join!(east.raw(Body::empty()), west.raw(Body::empty()), later);
    for error in [one, two].map(Result::unwrap_err) {
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let all = "Calls::raw: there are no credentials\ncaused by: sealed at 1";
        assert_eq!(format!("{error:#}"), all);
    }
    let error = east.raw(Body::empty()).await.unwrap_err();
    assert!(format!("{error:#}").ends_with("sealed at 2"), "{error:#}");
    assert!(memory.requests().is_empty());
}

/// However many wait, they share one failure; who comes after asks again.
#[tokio::test]
async fn a_hundred_wait_for_one_failure_and_the_next_asks_again() {
    let (vault, memory) = (closed(), Memory::new());
    let [east, west] = clients(&vault.refreshing(), &memory);
    for number in 1..=3 {
        vault.sealed.store(1, Ordering::Relaxed);
        let calls = (0..50).flat_map(|_| [&east, &west]);
        let calls = join_all(calls.map(|client| client.raw(Body::empty())));
        let later = async {
            tokio::task::yield_now().await;
            open(&vault, 1);
        };
        let (outcomes, ()) = tokio::join!(calls, later);
        let said = format!("Calls::raw: there are no credentials\ncaused by: sealed at {number}");
        assert_eq!(outcomes.len(), 100);
        for error in outcomes.into_iter().map(Result::unwrap_err) {
            assert_eq!(format!("{error:#}"), said);
        }
        assert_eq!(vault.asked(), number);
    }
    vault.sealed.store(0, Ordering::Relaxed);
    open(&vault, 1);
    memory.answer(json(""));
    west.raw(Body::empty()).await.unwrap();
    assert_eq!((vault.asked(), memory.requests().len()), (4, 1));
}

#[tokio::test]
async fn a_lease_is_renewed_before_it_expires() {
    let vault = Arc::new(Vault::default());
    let credentials = vault.refreshing();
    for (now, number) in [
        (0, "0001"),
        (89, "0001"),
        (90, "0002"),
        (179, "0002"),
        (999, "0003"),
    ] {
        vault.now.store(now, Ordering::Relaxed);
        assert_eq!(key(&credentials).await.as_deref(), Ok(number), "at {now}");
    }
}

/// One call renews it; as long as the old one is good, the others go on with that.
#[tokio::test]
async fn nobody_waits_for_the_renewal_of_what_is_good() {
    let vault = closed();
    let credentials = vault.refreshing();
    open(&vault, 1);
    key(&credentials).await.unwrap();
    vault.now.store(90, Ordering::Relaxed);
    let mut renewing = Box::pin(key(&credentials));
    assert!(polled(renewing.as_mut()).is_pending());
    for _ in 0..100 {
        let given = polled(Box::pin(key(&credentials)).as_mut());
        assert_eq!(given, Poll::Ready(Ok("0001".to_owned())));
    }
    // It is over: who comes now waits with the one that asks.
    vault.now.store(100, Ordering::Relaxed);
    let mut late = Box::pin(key(&credentials));
    assert!(polled(late.as_mut()).is_pending());
    open(&vault, 1);
    assert_eq!(renewing.await.as_deref(), Ok("0002"));
    assert_eq!(late.await.as_deref(), Ok("0002"));
    assert_eq!(
        (key(&credentials).await.as_deref(), vault.asked()),
        (Ok("0002"), 2)
    );
}

/// Dropped, it is begun again, but not while half of what was left of the lease is to come: a vault that
/// hangs holds up one call, and not all.
#[tokio::test]
async fn a_renewal_that_is_dropped_is_begun_again_later() {
    let vault = closed();
    let credentials = vault.refreshing();
    open(&vault, 1);
    assert_eq!(key(&credentials).await.unwrap(), "0001");
    for (now, asked) in [(92, 2), (95, 2), (96, 3), (97, 3), (98, 4)] {
        vault.now.store(now, Ordering::Relaxed);
        let mut waits = Box::pin(key(&credentials));
        let waited = match polled(waits.as_mut()) {
            Poll::Ready(given) => {
                assert_eq!(given.unwrap(), "0001");
                false
            }
            Poll::Pending => true,
        };
        drop(waits);
        assert_eq!(
            (waited, vault.asked()),
            ([92, 96, 98].contains(&now), asked)
        );
        // The next one has the old lease.
        let mut next = Box::pin(key(&credentials));
        assert_eq!(polled(next.as_mut()), Poll::Ready(Ok("0001".to_owned())));
    }
    vault.now.store(99, Ordering::Relaxed);
    open(&vault, 1);
    assert_eq!(key(&credentials).await.unwrap(), "0005");
}

#[tokio::test]
async fn while_it_cannot_be_renewed_it_serves_to_its_end() {
    let vault = Arc::new(Vault::default());
    let credentials = vault.refreshing();
    key(&credentials).await.unwrap();
    vault.sealed.store(1, Ordering::Relaxed);
    for (now, asked) in [(90, 2), (94, 2), (95, 3), (99, 4)] {
        vault.now.store(now, Ordering::Relaxed);
        assert_eq!(key(&credentials).await.as_deref(), Ok("0001"));
        assert_eq!(vault.asked(), asked, "at {now}");
    }
    vault.now.store(100, Ordering::Relaxed);
    assert_eq!(key(&credentials).await.unwrap_err(), "sealed at 5");
}

#[tokio::test]
async fn whoever_is_dropped_leaves_the_asking_to_the_others() {
    let vault = closed();
    let credentials = vault.refreshing();
    let (mut first, second) = (Box::pin(key(&credentials)), key(&credentials));
    assert!(polled(first.as_mut()).is_pending());
    let later = async {
        drop(first);
        open(&vault, 1);
    };
    let (second, ()) = tokio::join!(second, later);
    assert_eq!(second.as_deref(), Ok("0001"));
    // If nobody is left, it begins anew.
    vault.now.store(1_000, Ordering::Relaxed);
    let mut only = Box::pin(key(&credentials));
    assert!(polled(only.as_mut()).is_pending());
    drop(only);
    open(&vault, 1);
    assert_eq!(key(&credentials).await.as_deref(), Ok("0003"));
}

/// What a vault refuses is no refusal of the call that needed it.
#[tokio::test]
async fn a_refusal_of_the_vault() {
    let refused = || {
        let status = http::Response::builder().status(503);
        Error::refused(status.body("sealed").unwrap())
    };
    let vault = Refreshing::new(move || async move { Err::<Lease<Acs>, _>(refused().into()) });
    let memory = Memory::new();
    let [east, _] = clients(&vault, &memory);
    let error = east.raw(Body::empty()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Credentials, None)
    );
    assert!(
        format!("{error:#}").ends_with("caused by: refused with 503 Service Unavailable: sealed")
    );
}

#[test]
fn neither_shows_a_credential() {
    let vault = Arc::new(Vault::default());
    let lease = Lease {
        credentials: acs(),
        expires: None,
    };
    assert_eq!(
        format!("{lease:?} {:?}", vault.refreshing()),
        r#"Lease { scheme: "acs", expires: None, .. } Refreshing { scheme: "acs", .. }"#
    );
}
