//! Calls that are dropped before they are done: nothing stays of them.
//!
//! No executor runs here, so a task that a call left to one would be a panic; a lock that it held
//! over a wait would not compile, since its future is `Send`.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Waker},
};

use signed_api::{Lease, Options, Refreshing};

use super::*;

/// How often whatever takes time is pending.
const STEPS: usize = 3;

/// What calls have under way outside of the client: askings for credentials, and requests.
#[derive(Default)]
struct World {
    under_way: Arc<()>,
    asked: AtomicU32,
    sent: AtomicU32,
    /// The first request is answered so that it is attempted again, after a wait.
    busy: bool,
}

impl World {
    /// A client whose credentials are to be asked for, and whose answers take time.
    fn client(self: &Arc<Self>) -> CallsClient {
        let (vault, server) = (Arc::clone(self), Arc::clone(self));
        let credentials = Refreshing::new(move || {
            let world = Arc::clone(&vault);
            async move {
                world.asked.fetch_add(1, Ordering::Relaxed);
                world.takes_time().await;
                Ok(Lease {
                    credentials: acs(),
                    expires: None,
                })
            }
        });
        let waits = Arc::clone(self);
        let transport = move |request: Outgoing| {
            let world = Arc::clone(&server);
            async move {
                assert!(header(&request, "authorization").is_some());
                let first = world.sent.fetch_add(1, Ordering::Relaxed) == 0;
                world.takes_time().await;
                let status = if world.busy && first { 503 } else { 200 };
                Ok::<_, BoxError>(http::Response::builder().status(status).body("")?)
            }
        };
        let hour = Options::new().timeout(Duration::from_hours(1)).attempts(2);
        CallsClient::builder("https://contoso.example", credentials)
            .transport(transport)
            .options(hour)
            .sleep(move |_| {
                let world = Arc::clone(&waits);
                async move { world.takes_time().await }
            })
            .build()
            .unwrap()
    }

    async fn takes_time(&self) {
        let _under_way = Arc::clone(&self.under_way);
        for _ in 0..STEPS {
            let mut passed = false;
            poll_fn(|context| {
                context.waker().wake_by_ref();
                let done = passed;
                passed = true;
                if done { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        }
    }

    fn under_way(&self) -> usize {
        Arc::strong_count(&self.under_way) - 1
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }
}

fn polled<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// The outcome, and how often it was polled for.
fn done<F: Future>(future: F) -> (F::Output, usize) {
    let mut future = pin!(future);
    for polls in 1..100 {
        if let Poll::Ready(outcome) = polled(future.as_mut()) {
            return (outcome, polls);
        }
    }
    panic!("it is never done");
}

/// How often a call is polled that asks for credentials and sends a request.
fn polls() -> usize {
    let (outcome, polls) = done(Arc::<World>::default().client().raw(Body::empty()));
    outcome.unwrap();
    assert_eq!(polls, 2 * STEPS + 1);
    polls
}

#[test]
fn wherever_it_is_dropped_nothing_stays_and_the_next_one_works() {
    for polls in 0..polls() {
        let world = Arc::<World>::default();
        let client = world.client();
        let mut call = Box::pin(client.raw(Body::empty()));
        for _ in 0..polls {
            assert!(polled(call.as_mut()).is_pending());
        }
        let busy = usize::from(polls > 0);
        assert_eq!(world.under_way(), busy, "after {polls} polls");
        drop(call);
        assert_eq!(world.under_way(), 0, "after {polls} polls");
        let sent = world.sent.load(Ordering::Relaxed);
        done(client.raw(Body::empty())).0.unwrap();
        // Credentials that had come are kept; an asking that had not is begun anew.
        let anew = (1..=STEPS).contains(&polls);
        assert_eq!(world.asked(), 1 + u32::from(anew), "after {polls} polls");
        assert_eq!(world.sent.load(Ordering::Relaxed), sent + 1);
        assert_eq!(world.under_way(), 0);
    }
}

/// Also while it waits for another attempt, and while that is under way.
#[test]
fn wherever_another_attempt_is_dropped_nothing_stays() {
    let busy = || {
        Arc::new(World {
            busy: true,
            ..World::default()
        })
    };
    let leg = |client: CallsClient| async move { client.leg(7, Leg::Caller).await };
    let world = busy();
    let (outcome, polls) = done(leg(world.client()));
    assert_eq!(outcome.unwrap(), None);
    assert_eq!(
        (polls, world.sent.load(Ordering::Relaxed)),
        (4 * STEPS + 1, 2)
    );
    for polls in 0..polls {
        let world = busy();
        let client = world.client();
        let mut call = Box::pin(leg(client.clone()));
        for _ in 0..polls {
            assert!(polled(call.as_mut()).is_pending());
        }
        assert_eq!(
            world.under_way(),
            usize::from(polls > 0),
            "after {polls} polls"
        );
        drop(call);
        assert_eq!(world.under_way(), 0, "after {polls} polls");
        assert_eq!(done(leg(client)).0.unwrap(), None, "after {polls} polls");
        assert_eq!(world.under_way(), 0);
    }
}

#[test]
fn an_asking_that_others_wait_for_is_taken_over() {
    for polls in 0..polls() {
        let world = Arc::<World>::default();
        let one = world.client();
        let other = one.clone();
        let mut dropped = Box::pin(one.raw(Body::empty()));
        let mut others = [(); 10].map(|()| Box::pin(other.raw(Body::empty())));
        for _ in 0..polls {
            assert!(polled(dropped.as_mut()).is_pending());
        }
        for other in &mut others {
            assert!(polled(other.as_mut()).is_pending());
        }
        drop(dropped);
        for other in others {
            done(other).0.unwrap();
        }
        assert_eq!(
            (world.asked(), world.under_way()),
            (1, 0),
            "after {polls} polls"
        );
    }
}

#[test]
fn a_client_that_is_dropped_leaves_nothing() {
    let world = Arc::<World>::default();
    let client = world.client();
    done(client.raw(Body::empty())).0.unwrap();
    assert!(Arc::strong_count(&world) > 1);
    drop(client);
    assert_eq!(Arc::strong_count(&world), 1);
}
