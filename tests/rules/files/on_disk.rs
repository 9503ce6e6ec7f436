//! The same on disk, what stays there, and what goes from there to another store.

use std::{fs, path::Path};

use storyden_robots::{FindingKind, SqliteOptions, SqliteStore, transfer};

use super::*;

/// Returns how often a text is in the file and its WAL.
fn count(path: &Path, marker: &[u8]) -> usize {
    let of = |path: String| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(marker.len()).filter(|window| *window == marker).count()
    };
    of(path.display().to_string()) + of(format!("{}-wal", path.display()))
}

async fn scene(path: &Path) -> (Scene, SqliteStore) {
    let store = store(path).await;
    let files = Files::in_store(store.clone());
    let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default()).with_files(files.clone());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    (Scene { robots, files, session }, store)
}

pub(super) async fn store(path: &Path) -> SqliteStore {
    SqliteStore::open(SqliteOptions::new(path).migrate(true)).await.unwrap()
}

#[tokio::test]
async fn forks_and_exports_share_files_as_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    a_fork_shares_files(store(&folder.path().join("a.db")).await).await;
    let (from, to) = (store(&folder.path().join("b.db")).await, store(&folder.path().join("c.db")).await);
    an_export_has_the_data_urls_and_its_import_lifts_them(from, to).await;
}

#[tokio::test]
async fn the_bytes_of_a_deleted_file_are_gone_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("robots.db");
    let (scene, _store) = scene(&path).await;
    let marker = b"a-marker-that-nothing-else-has";
    let bytes = [PNG, &marker.repeat(20_000)].concat();
    let stored = scene.append(&format!("[{}]", file_part(&data_url(&bytes)))).await;
    assert!(count(&path, marker) > 10_000, "the bytes are on the disk");
    scene.robots.delete_message(ANN, scene.session, stored.id, None).await.unwrap();
    assert!(scene.files.delete(FileId::of(&bytes)).await.unwrap());
    assert_eq!(count(&path, marker), 0);
}

#[tokio::test]
async fn verify_names_files_that_are_damaged_or_missing_and_a_backup_has_them_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("robots.db");
    let (scene, store) = scene(&path).await;
    let ids: Vec<_> = (0..4_u8).map(|number| FileId::of(&picture(600_000, number))).collect();
    for number in 0..4 {
        scene.append(&format!("[{}]", file_part(&data_url(&picture(600_000, number))))).await;
    }
    assert_eq!(store.verify(false).await.unwrap().findings, []);
    let copy = folder.path().join("copy.db");
    store.backup(&copy).await.unwrap();
    let copied = SqliteStore::open(SqliteOptions::new(&copy)).await.unwrap();
    assert_eq!(copied.verify(false).await.unwrap().findings, []);
    let files = Files::in_store(copied);
    for (number, id) in (0..4).zip(&ids) {
        let bytes = files.get(*id, 0..u64::MAX).await.unwrap().bytes().await.unwrap();
        assert_eq!(bytes, picture(600_000, number));
    }

    let connection = rusqlite::Connection::open(&path).unwrap();
    let blob = |id: &FileId| {
        let find = "SELECT blob FROM robots_files WHERE id = ?1";
        connection.query_row(find, [id.to_string()], |row| row.get::<_, String>(0)).unwrap()
    };
    let flip =
        "UPDATE robots_file_chunks SET content = zeroblob(length(content)) WHERE blob = ?1 AND ordinal = 1";
    connection.execute(flip, [blob(&ids[0])]).unwrap();
    let drop_last = "DELETE FROM robots_file_chunks WHERE blob = ?1 AND ordinal = 2";
    connection.execute(drop_last, [blob(&ids[1])]).unwrap();
    connection.execute("DELETE FROM robots_files WHERE id = ?1", [ids[2].to_string()]).unwrap();
    connection.execute("DELETE FROM robots_file_chunks WHERE blob = ?1", [blob(&ids[3])]).unwrap();
    let found = store.verify(false).await.unwrap().findings;
    assert!(found.iter().all(|finding| finding.kind == FindingKind::Bytes), "{found:?}");
    let mut named: Vec<_> = ids
        .iter()
        .map(|id| found.iter().filter(|f| format!("{f:?}").contains(&id.to_string())).count())
        .collect();
    named.sort_unstable();
    assert_eq!(named, [1; 4], "{found:?}");
    let read = scene.files.get(ids[1], 0..u64::MAX).await.unwrap().bytes().await;
    assert_eq!(read.unwrap_err().kind(), ErrorKind::StorageFailed);
}

#[tokio::test]
async fn a_copied_store_has_the_files_and_who_has_them_and_a_missing_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (old, from) = scene(&at("old.db")).await;
    let bytes: Vec<_> = (0..3_u8).map(|number| picture(600_000, number)).collect();
    let ids: Vec<_> = bytes.iter().map(|bytes| FileId::of(bytes)).collect();
    let mut said = Vec::new();
    for bytes in &bytes {
        said.push(old.append(&format!("[{}]", file_part(&data_url(bytes)))).await.id);
    }
    rusqlite::Connection::open(at("old.db"))
        .unwrap()
        .execute("DELETE FROM robots_files WHERE id = ?1", [ids[1].to_string()])
        .unwrap();
    let mut lines = Vec::new();
    transfer::export(&from, &mut lines, |_| ()).await.unwrap();
    for (name, through_lines) in [("new.db", false), ("again.db", true)] {
        let to = store(&at(name)).await;
        if through_lines {
            transfer::import(&to, lines.as_slice(), |_| ()).await.unwrap();
        } else {
            transfer::copy(&from, &to, |_| ()).await.unwrap();
        }
        let found = to.verify(false).await.unwrap().findings;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].subject, format!("message at 2 of session {}", old.session));
        assert_eq!(found[0].detail, format!("its file {} is missing", ids[1]));

        let (there, transcripts) = with_transcripts(to).await;
        let there = Scene { session: old.session, ..there };
        let found = there.robots.session(ANN, there.session, WindowRequest::default()).await.unwrap();
        assert_eq!(found.message_list.messages.iter().map(|message| message.id).collect::<Vec<_>>(), said);
        for number in [0, 2] {
            let stored = there.files.get(ids[number], 0..u64::MAX).await.unwrap();
            assert!(stored.bytes().await.unwrap() == bytes[number]);
            assert!(!there.files.delete(ids[number]).await.unwrap(), "its message has it");
            let whole = there.whole(found.message_list.messages[number].clone()).await;
            assert_eq!(whole[0]["url"], data_url(&bytes[number]).as_str());
        }
        // An export of the session says which one it lacks.
        let lacking = transcripts.export(ANN, there.session, ExportFormat::Lines).await.unwrap().next().await;
        let lacking = lacking.unwrap_err();
        assert_eq!(lacking.kind(), ErrorKind::NotFound);
        assert!(lacking.to_string().contains(&ids[1].to_string()), "{lacking}");
        // The references came too: what no message has any more goes.
        there.robots.delete_message(ANN, there.session, said[0], None).await.unwrap();
        assert!(there.files.delete(ids[0]).await.unwrap());
    }
}

/// A program that was not given the object store, such as the command line.
#[cfg(feature = "object-store")]
#[tokio::test]
async fn an_export_without_the_object_store_says_which_bytes_it_lacks() {
    let store = MemoryStore::new();
    let objects = std::sync::Arc::new(object_store::memory::InMemory::new());
    let (inside, blind) = with_transcripts(store.clone()).await;
    let files = Files::in_objects(store.clone(), objects, "robots/files");
    let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default()).with_files(files.clone());
    let seeing = Scene { robots: robots.clone(), files, session: inside.session };
    let bytes = picture(600_000, 0);
    let parts = format!("[{}]", file_part(&data_url(&bytes)));
    seeing.append(&parts).await;

    let error =
        blind.export(ANN, inside.session, ExportFormat::Lines).await.unwrap().next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed);
    let said = error.to_string();
    assert!(said.contains(&FileId::of(&bytes).to_string()) && said.contains("object store"), "{said}");
    let whole = export(&Transcripts::new(robots, store), inside.session, ExportFormat::Lines).await;
    assert!(whole.contains(&parts));
}
