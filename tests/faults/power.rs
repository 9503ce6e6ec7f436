//! The power fails: what was not flushed to the disk is forgotten, in whole or in pieces.
//!
//! `strace` records every write, flush, creation and removal of a writing child, and what it acknowledged, in one
//! order. Then the power is cut between any two of them: of each file there is what was flushed, and of what
//! was not nothing, everything, or any of its sectors; of the folder's changes those up to its last flush, or more.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use crate::{
    Acknowledged, Random,
    child::{Job, Line, run, strace},
    lost, rounds,
};

#[derive(Debug)]
enum Event {
    Create(String),
    Remove(String),
    Write(String, usize, Vec<u8>),
    Truncate(String, usize),
    Flush(String),
    Acknowledge(Acknowledged),
}

/// Reads what `strace` wrote: a call that another thread interrupts comes in two lines.
fn events(trace: &str) -> Vec<Event> {
    let mut begun: HashMap<&str, String> = HashMap::new();
    let mut events = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        // A write counts from its beginning, a flush from its end: the worse for the store.
        let counts_at_once = call.starts_with("pwrite64") || call.starts_with("write");
        if let Some(beginning) = call.strip_suffix(" <unfinished ...>") {
            if counts_at_once {
                events.extend(event(beginning));
            } else {
                begun.insert(thread, beginning.to_owned());
            }
        } else if let Some((_, end)) = call.split_once(" resumed>") {
            if let Some(beginning) = begun.remove(thread) {
                events.extend(event(&format!("{beginning}{end}")));
            }
        } else {
            events.extend(event(call));
        }
    }
    events
}

fn event(call: &str) -> Option<Event> {
    let (name, rest) = call.split_once('(')?;
    if call.contains(" = -1 ") {
        return None;
    }
    let file = || Some(text(rest.split_once('<')?.1.split_once('>')?.0));
    let quoted: Vec<&str> = rest.split('"').collect();
    let number = |text: &str| text.trim_matches([',', ' ', ')']).parse::<usize>().ok();
    match name {
        "openat" if rest.contains("O_CREAT") => Some(Event::Create(text(quoted.get(1)?))),
        "unlink" => Some(Event::Remove(text(quoted.get(1)?))),
        "pwrite64" => {
            let after = quoted.get(2)?.split(" = ").next()?;
            Some(Event::Write(file()?, number(after.rsplit_once(' ')?.1)?, bytes(quoted.get(1)?)))
        }
        "ftruncate" => {
            let length = rest.rsplit_once(" = ")?.0.rsplit_once(' ')?.1;
            Some(Event::Truncate(file()?, number(length)?))
        }
        "fsync" | "fdatasync" => Some(Event::Flush(file()?)),
        "write" => match Line::parse(&text(quoted.get(1)?))? {
            Line::Acknowledged(message) => Some(Event::Acknowledge(message)),
            _ => None,
        },
        _ => None,
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.split("\\x").skip(1).map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn text(hex: &str) -> String {
    String::from_utf8(bytes(hex)).unwrap().trim_end().to_owned()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Survives {
    Nothing,
    Everything,
    AnySectors,
}

/// A file that only remembers for sure what was flushed.
#[derive(Clone, Debug, Default)]
struct File {
    flushed: Vec<u8>,
    since: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

const SECTOR: usize = 512;

impl File {
    fn left(&self, survives: Survives, random: &mut Random) -> Vec<u8> {
        let mut left = self.flushed.clone();
        for change in &self.since {
            match change {
                _ if survives == Survives::Nothing => {}
                Change::Truncate(_) if survives == Survives::AnySectors && random.below(2) == 0 => {}
                Change::Truncate(length) => left.resize(*length, 0),
                Change::Write(offset, bytes) => {
                    for (sector, piece) in bytes.chunks(SECTOR).enumerate() {
                        if survives == Survives::AnySectors && random.below(2) == 0 {
                            continue;
                        }
                        let at = offset + sector * SECTOR;
                        left.resize(left.len().max(at + piece.len()), 0);
                        left[at..at + piece.len()].copy_from_slice(piece);
                    }
                }
            }
        }
        left
    }

    fn flush(&mut self) {
        self.flushed = self.left(Survives::Everything, &mut Random::new(0));
        self.since.clear();
    }
}

/// The folder: its changes in order, and how many of them are on the disk.
#[derive(Debug, Default)]
struct Disk {
    files: Vec<File>,
    names: BTreeMap<String, usize>,
    changes: Vec<(String, Option<usize>)>,
    flushed: usize,
}

impl Disk {
    fn apply(&mut self, event: &Event, folder: &str) {
        match event {
            Event::Create(name) if name.starts_with(folder) && !self.names.contains_key(name) => {
                self.names.insert(name.clone(), self.files.len());
                self.changes.push((name.clone(), Some(self.files.len())));
                self.files.push(File::default());
            }
            Event::Remove(name) if self.names.remove(name).is_some() => {
                self.changes.push((name.clone(), None));
            }
            Event::Write(name, offset, bytes) => {
                self.change(name, Change::Write(*offset, bytes.clone()));
            }
            Event::Truncate(name, length) => self.change(name, Change::Truncate(*length)),
            Event::Flush(name) if name == folder => self.flushed = self.changes.len(),
            Event::Flush(name) => {
                if let Some(file) = self.names.get(name) {
                    self.files[*file].flush();
                }
            }
            _ => {}
        }
    }

    fn change(&mut self, name: &str, change: Change) {
        if let Some(file) = self.names.get(name) {
            self.files[*file].since.push(change);
        }
    }

    /// Writes what is there after the power was cut into another folder.
    fn cut(&self, survives: Survives, random: &mut Random, folder: &Path) {
        let more = self.changes.len() - self.flushed;
        let changes = self.flushed
            + match survives {
                Survives::Nothing => 0,
                Survives::Everything => more,
                Survives::AnySectors => random.below(more + 1),
            };
        let mut names = BTreeMap::new();
        for (name, file) in &self.changes[..changes] {
            match file {
                Some(file) => names.insert(name, *file),
                None => names.remove(name),
            };
        }
        // The index of the WAL is memory, and is made anew.
        for (name, file) in names.into_iter().filter(|(name, _)| !name.ends_with("-shm")) {
            let name = Path::new(name).file_name().unwrap();
            std::fs::write(folder.join(name), self.files[file].left(survives, random)).unwrap();
        }
    }
}

/// Records a child, cuts the power at `cuts` moments, and returns how often that lost something
/// that had been acknowledged, and how much was acknowledged in all.
async fn cut_power(job: Job, cuts: usize) -> Option<(usize, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let written = tempfile::tempdir().unwrap();
    let path = written.path().join("robots.db");
    let mut strace = strace()?;
    strace.args(["-y", "-xx", "-s", "2000000", "-e", "signal=none", "-o"]).arg(&trace);
    strace.args(["-e", "trace=openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink", "--"]);
    // Without a flush for each message they are few events beside those of the migration.
    let messages = if job == Job::SynchronousNormal { 40 } else { 4 };
    let (lines, ended) = run(&mut job.command_under(&mut strace, &path, 2, messages));
    assert!(ended, "the child ends well: {lines:?}");
    let events = events(&String::from_utf8(std::fs::read(&trace).unwrap()).unwrap());
    let written = written.path().to_str().unwrap();

    let mut acknowledged = Vec::new();
    let (mut disk, mut bad) = (Disk::default(), 0);
    let mut random = Random::new(7);
    let choices = events.len() * 3;
    for (number, event) in events.iter().enumerate() {
        disk.apply(event, written);
        if let Event::Acknowledge(message) = event {
            acknowledged.push(message.clone());
        }
        for survives in [Survives::Nothing, Survives::Everything, Survives::AnySectors] {
            if random.below(choices) >= cuts {
                continue;
            }
            let folder = tempfile::tempdir().unwrap();
            disk.cut(survives, &mut random, folder.path());
            match lost(&folder.path().join("robots.db"), &acknowledged).await {
                Ok(0) => {}
                Ok(_) => bad += 1,
                Err(damage) => panic!("cut after event {number}, {survives:?} survives: {damage}"),
            }
        }
    }
    println!(
        "{job:?}: power cut at about {} of {choices} moments, {} acknowledged, {bad} cuts lost something",
        cuts.min(choices),
        acknowledged.len()
    );
    Some((bad, acknowledged.len()))
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_power_cut() {
    let Some((bad, acknowledged)) = cut_power(Job::Append, rounds(60)).await else { return };
    assert_eq!((bad, acknowledged), (0, 32));
}

#[tokio::test]
async fn red_twin_synchronous_normal_loses_what_it_acknowledged() {
    let Some((bad, _)) = cut_power(Job::SynchronousNormal, rounds(80)).await else { return };
    assert!(bad > 0);
}
