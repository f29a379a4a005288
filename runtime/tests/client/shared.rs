//! One client that many tasks share: no task waits for another.

use std::{
    cell::RefCell,
    marker::PhantomData,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use futures_util::future::join_all;
use signed_api::{
    Call, Draft, Lease, Refreshing, Scheme, SchemeData, Signing, Value, scheme, schemes::AwsSigv4S3,
};

use super::*;

scheme!(Counted = "tests/client/counted.toml");

thread_local! {
    /// Where this thread is to be held up.
    static STOP: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

/// The n-th time that a thread comes by, it tells so and waits until it may go on.
struct Stop {
    left: u32,
    arrived: Sender<()>,
    go_on: Receiver<()>,
}

/// Stands wherever a call runs something of the user's.
fn pass() {
    let stop = STOP.with_borrow_mut(|stop| match stop {
        Some(Stop { left: 0, .. }) => stop.take(),
        Some(stop) => {
            stop.left -= 1;
            None
        }
        None => None,
    });
    if let Some(stop) = stop {
        stop.arrived.send(()).unwrap();
        stop.go_on.recv().unwrap();
    }
}

/// A scheme that can be held up whenever something is asked of it: a lock that is held meanwhile
/// would hold up everybody.
struct Slow<S>(S);

impl<S: Scheme> Scheme for Slow<S> {
    const DATA: &'static SchemeData<'static> = S::DATA;

    fn value_at(&self, place: usize) -> Option<Value<'_>> {
        pass();
        self.0.value_at(place)
    }
}

impl<S: Clone> Clone for Slow<S> {
    fn clone(&self) -> Self {
        pass();
        Self(self.0.clone())
    }
}

impl<S> Drop for Slow<S> {
    fn drop(&mut self) {
        pass();
    }
}

/// Credentials that are others with each call, or the same.
struct Rotating<S> {
    given: AtomicU32,
    of: Vec<Slow<S>>,
}

impl<S: Scheme> Provider<Slow<S>> for Rotating<S> {
    async fn provide(&self) -> Result<Slow<S>, BoxError> {
        let number = self.given.fetch_add(1, Ordering::Relaxed) as usize;
        Ok(self.of[number % self.of.len()].clone())
    }
}

fn rotating<S>(of: impl IntoIterator<Item = S>) -> Rotating<S> {
    Rotating {
        given: AtomicU32::new(0),
        of: of.into_iter().map(Slow).collect(),
    }
}

/// A request of any scheme.
struct Get<S>(PhantomData<S>);

impl<S: Scheme> Request for Get<S> {
    type Scheme = S;
    type Answer = Result<()>;
    const CALL: Call = Call {
        name: "Shared::get",
        method: "GET",
        path: "/",
        headers: &[],
        signing: Signing::Scheme,
        idempotency: None,
        settings: &[],
    };

    fn write(&self, _: &mut Draft) {}
}

/// A client that can be held up in all that it was given.
fn client<S: Scheme>(credentials: impl Provider<Slow<S>>) -> Client<Slow<S>> {
    let transport = |_: Outgoing| async {
        pass();
        Ok::<_, BoxError>(http::Response::new(""))
    };
    let clock = || {
        pass();
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_649_873_892)
    };
    signed_api::Builder::new("http://h", credentials)
        .transport(transport)
        .clock(clock)
        .before_signing(|_| pass())
        .build()
        .unwrap()
}

async fn call<S: Scheme>(client: &Client<Slow<S>>) {
    client.send(Get::<Slow<S>>(PhantomData)).await.unwrap();
}

/// Runs on this thread what waits for nothing but other tasks.
fn run<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.build().unwrap();
    runtime.block_on(future)
}

/// Holds up one call wherever it can be, while so many others are made, on four threads.
fn nobody_waits<S: Scheme>(client: &Client<Slow<S>>, tasks: usize) {
    run(call(client));
    for point in 0.. {
        let (arrived, arrival) = channel();
        let (let_go, go_on) = channel();
        let stop = Stop {
            left: point,
            arrived,
            go_on,
        };
        let own = client.clone();
        let held_up = thread::spawn(move || {
            STOP.set(Some(stop));
            run(call(&own));
            STOP.take();
        });
        // The call has come through.
        if arrival.recv().is_err() {
            held_up.join().unwrap();
            assert!(point > 5, "{point} points");
            return;
        }
        let (done, all) = channel();
        for _ in 0..4 {
            let (client, done) = (client.clone(), done.clone());
            thread::spawn(move || {
                run(join_all((0..tasks / 4).map(|_| call(&client))));
                done.send(()).unwrap();
            });
        }
        for _ in 0..4 {
            let done = all.recv_timeout(Duration::from_secs(20));
            done.unwrap_or_else(|_| {
                panic!("others wait for a call that is held up at point {point}")
            });
        }
        let_go.send(()).unwrap();
        held_up.join().unwrap();
    }
}

fn sigv4(secret: &str) -> AwsSigv4S3 {
    AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: secret.into(),
        session_token: None,
        region: "eu-west-3".into(),
    }
}

fn counted(key_id: &str) -> Counted {
    let (key_id, secret) = (key_id.to_owned(), "c2VjcmV0".into());
    Counted { key_id, secret }
}

#[test]
fn a_thousand_tasks_sign_while_one_is_held_up() {
    nobody_waits(&client(rotating([acs()])), 1_000);
}

#[test]
fn a_key_that_is_derived_locks_nobody_out() {
    nobody_waits(&client(rotating([sigv4("one")])), 20);
}

#[test]
fn a_change_of_credentials_locks_nobody_out() {
    nobody_waits(&client(rotating([sigv4("one"), sigv4("two")])), 20);
}

#[test]
fn a_new_counter_locks_nobody_out() {
    let many = (0..50).map(|number| counted(&format!("shared {number}")));
    nobody_waits(&client(rotating(many)), 20);
}

#[test]
fn a_lease_that_is_good_locks_nobody_out() {
    let ask = || async {
        Ok(Lease {
            credentials: Slow(acs()),
            expires: None,
        })
    };
    nobody_waits(&client(Refreshing::new(ask)), 20);
}
