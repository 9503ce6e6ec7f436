//! The process is killed while it writes.

use std::{
    io::{BufRead, BufReader},
    thread,
    time::Duration,
};

use crate::{
    Random,
    child::{Job, Line, acknowledged},
    lost, rounds,
};

/// Kills a writing child in each round. Returns how much it had acknowledged, and how much of that is lost.
async fn kill(job: Job, rounds: usize) -> (usize, usize) {
    let mut all = (0, 0);
    for round in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let mut random = Random::new(round);
        let mut child = job.command(&path, 1, usize::MAX >> 1).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // A round in eight is killed while the store is still being made.
        if random.below(8) > 0 {
            let ready = lines.find(|line| Line::parse(line) == Some(Line::Ready));
            assert!(ready.is_some(), "the child begins");
        }
        thread::sleep(Duration::from_micros(random.below(80_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        // What was said before the kill is in the pipe.
        let heard: Vec<_> = lines.filter_map(|line| Line::parse(&line)).collect();
        let heard = acknowledged(&heard);
        let lost = lost(&path, &heard).await.unwrap_or_else(|damage| panic!("round {round}: {damage}"));
        all = (all.0 + heard.len(), all.1 + lost);
    }
    all
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let rounds = rounds(25);
    let (acknowledged, lost) = kill(Job::Append, rounds).await;
    println!("kill -9: {rounds} rounds, {acknowledged} acknowledged, {lost} lost");
    assert!(acknowledged > rounds, "the children wrote {acknowledged} messages only");
    assert_eq!(lost, 0);
}

#[tokio::test]
async fn red_twin_what_is_acknowledged_before_the_commit_is_lost() {
    let rounds = rounds(10);
    let (acknowledged, lost) = kill(Job::AcknowledgeEarly, rounds).await;
    println!("kill -9, acknowledged early: {rounds} rounds, {acknowledged} acknowledged, {lost} lost");
    assert!(lost > 0);
}
