//! One story, told on every engine.

use crate::{Engine, TestDatabase};
use std::future::Future;
use std::process::{ExitCode, Termination};

/// What a story can ask for as its argument: something that stands on a fresh database of an engine.
pub trait ForEngine: Sized {
    /// Makes it, on `engine`.
    fn for_engine(engine: Engine) -> impl Future<Output = Self>;
}

impl ForEngine for TestDatabase {
    async fn for_engine(engine: Engine) -> Self {
        Self::new(engine).await
    }
}

/// Tells `story` on `engine` and gives what it ended with. [`both_engines!`](crate::both_engines) calls this.
///
/// # Panics
/// When the story does, and when PostgreSQL is wanted but absent.
pub fn tell<T: ForEngine, R: Termination>(engine: Engine, story: impl AsyncFnOnce(T) -> R) -> ExitCode {
    if !engine.is_wanted() {
        eprintln!("not told on {engine}: GATEHOUSE_TEST_ENGINES leaves it out");
        return ExitCode::SUCCESS;
    }
    // Somebody else may have been first; either way a provider stands.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { story(T::for_engine(engine).await).await }).report()
}

/// Makes of each story one test per engine, `<name>::sqlite` and `<name>::postgres`.
///
/// The argument is any type that is [`ForEngine`]; a story may return a `Result`.
///
/// ```
/// use testkit::{TestDatabase, both_engines};
///
/// # fn main() {}
/// both_engines! {
///     async fn a_database_answers(db: TestDatabase) {
///         db.connect().await.ping().await.unwrap();
///     }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    ($(
        $(#[$meta:meta])*
        async fn $name:ident($arg:ident: $kind:ty $(,)?) $(-> $ret:ty)? $body:block
    )+) => { $(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($arg: $kind) $(-> $ret)? $body

            #[test]
            fn sqlite() -> ::std::process::ExitCode {
                $crate::tell($crate::Engine::Sqlite, story)
            }

            #[test]
            fn postgres() -> ::std::process::ExitCode {
                $crate::tell($crate::Engine::Postgres, story)
            }
        }
    )+ };
}
