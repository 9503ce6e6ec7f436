//! Shows of each fault of a store that a law finds it.

use std::fmt::Debug;

use storyden_robots::conformance::BrokenLaw;

/// Checks that each fault breaks its law, and that the law says so with these words. `test` tests a store that has the
/// fault on the law of this name.
#[expect(clippy::future_not_send, reason = "a test waits for it where it is")]
pub(crate) async fn assert_each_breaks<F: Copy + Debug>(
    faults: &[(F, &'static str, &str)],
    test: impl AsyncFn(F, &'static str) -> Result<(), BrokenLaw>,
) {
    let mut wrong = Vec::new();
    for &(fault, name, words) in faults {
        match test(fault, name).await {
            Ok(()) => wrong.push(format!("{fault:?} keeps {name}")),
            Err(broken) if !broken.reason.contains(words) => {
                wrong.push(format!("{fault:?} fails without the words {words:?}: {broken}"));
            }
            Err(broken) => assert_eq!(broken.law, name),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
