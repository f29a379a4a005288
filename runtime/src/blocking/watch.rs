//! The thread that watches sockets and timers for reqwest.

use std::{
    future, io,
    sync::{Mutex, OnceLock, PoisonError, mpsc},
    thread,
};

use tokio::runtime::{Builder, Handle};

/// What watches sockets and timers, once for the process.
pub(super) fn handle() -> io::Result<Handle> {
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
