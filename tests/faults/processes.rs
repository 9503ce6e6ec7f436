//! Several processes make one store at once, and write to one session of it.

use std::collections::BTreeSet;

use crate::{
    child::{Job, Line, OF_ALL, acknowledged, run},
    lost, options, rounds, said,
};

const PROCESSES: usize = 8;

/// Lets all processes loose on a file that is not there yet. Returns what they were told, and what failed.
fn let_loose(job: Job, path: &std::path::Path, messages: usize) -> Vec<Line> {
    let children: Vec<_> = (0..PROCESSES)
        .map(|_| {
            let mut command = job.command(path, 1, messages);
            std::thread::spawn(move || run(&mut command).0)
        })
        .collect();
    children.into_iter().flat_map(|child| child.join().unwrap()).collect()
}

#[tokio::test]
async fn eight_processes_with_wrong_clocks_make_one_store_and_one_order() {
    let each = rounds(10);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("robots.db");
    let heard = let_loose(Job::Together, &path, each);
    let told = acknowledged(&heard);
    println!("{PROCESSES} processes: {} acknowledged of {}", told.len(), PROCESSES * each);
    assert_eq!(told.len(), PROCESSES * each, "{heard:?}");
    let sequences: BTreeSet<_> = told.iter().map(|message| message.sequence).collect();
    let ids: BTreeSet<_> = told.iter().map(|message| message.id).collect();
    assert!(sequences.iter().copied().eq(1..=told.len() as u64), "every sequence once");
    assert_eq!(ids.len(), told.len(), "no two have one id");

    let store = storyden_robots::SqliteStore::open(options(&path)).await.unwrap();
    let walked = said(&store, OF_ALL).await.unwrap();
    assert_eq!(walked.len(), told.len(), "a walk meets each once, whatever the clocks said");
    drop(store);
    assert_eq!(lost(&path, &told).await, Ok(0));
}

#[test]
fn red_twin_ids_that_each_process_counts_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let heard = let_loose(Job::TogetherWithCountedIds, &folder.path().join("robots.db"), 5);
    assert!(heard.contains(&Line::Failed("AlreadyExists".to_owned())), "{heard:?}");
}
