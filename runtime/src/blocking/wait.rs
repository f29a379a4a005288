//! Waiting on the thread that asks.

use std::{
    future, io,
    sync::{Mutex, OnceLock, PoisonError, mpsc},
    thread,
};

use tokio::{
    runtime::{Builder, Handle},
    task,
};

use crate::Error;

/// Waits for what a future gives.
///
/// It is polled here, so it may borrow, and what blocks in it blocks nobody else. It may be inside
/// a task of another executor: then it counts as one step of that task, so the task's budget of
/// steps must not hold it up.
pub(super) fn wait<F: Future>(future: F) -> Result<F::Output, Error> {
    let handle = handle().map_err(|error| {
        Error::transport("the thread of blocking calls did not start").because(error)
    })?;
    let _context = handle.enter();
    Ok(pollster::block_on(task::unconstrained(future)))
}

/// What watches sockets and timers, once for the process.
fn handle() -> io::Result<Handle> {
    static HANDLE: OnceLock<Handle> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(handle) = HANDLE.get() {
        return Ok(handle.clone());
    }
    // Those who come first wait for one of them, so that one thread is started.
    let _first = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = HANDLE.get() {
        return Ok(handle.clone());
    }
    let handle = start()?;
    Ok(HANDLE.get_or_init(|| handle).clone())
}

/// The runtime is made, and if need be dropped, on its own thread: neither may happen inside
/// another one.
fn start() -> io::Result<Handle> {
    let (tell, told) = mpsc::channel();
    let watch = move || {
        let runtime = Builder::new_current_thread().enable_all().build();
        // Whoever started this waits for what is told.
        let _ = tell.send(match &runtime {
            Ok(runtime) => Ok(runtime.handle().clone()),
            Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
        });
        if let Ok(runtime) = runtime {
            runtime.block_on(future::pending::<()>());
        }
    };
    thread::Builder::new()
        .name("signed-api blocking".to_owned())
        .spawn(watch)?;
    told.recv().map_err(io::Error::other)?
}
