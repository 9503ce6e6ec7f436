//! Pages and windows say the truth about the list that they are cut from.
#![no_main]

use libfuzzer_sys::fuzz_target;
use storyden_robots::{
    AccountId, Damaged, Message, MessageId, MessageList, MessageRole, Page, PageRequest, Parts, Resource,
    Revision, SessionRef, Timestamp, WindowRequest,
};

fuzz_target!(|input: (u32, u32, u64, Vec<bool>)| {
    let (page, size, total, rows) = input;
    check_page(PageRequest::new(page, size), total);
    check_window(WindowRequest::newest(size), &rows);
});

fn check_page(request: PageRequest, total: u64) {
    let size = u64::from(request.size());
    assert!((1..=100).contains(&size) && request.page() >= 1);
    assert_eq!(request.offset(), (u64::from(request.page()) - 1) * size);

    let page: Page<SessionRef> = Page::new(request, total, Vec::new());
    let pages = (u128::from(total) + u128::from(size) - 1) / u128::from(size);
    assert_eq!(u128::from(page.total_pages), pages.min(u32::MAX.into()));
    assert_eq!((page.page_size, page.current_page), (request.size(), request.page()));
    // The next page is one that has rows.
    match page.next_page {
        Some(next) => assert!(next == request.page() + 1 && request.at(next).offset() < total),
        None => assert!(request.page() >= page.total_pages),
    }
    let written = serde_json::to_string(&page).unwrap();
    assert_eq!(serde_json::from_str::<Page<SessionRef>>(&written).unwrap(), page);
}

/// `rows` are newest first, and false ones do not decode.
fn check_window(request: WindowRequest, rows: &[bool]) {
    let limit = request.limit() as usize;
    assert!((1..=100).contains(&limit));
    let rows = &rows[..rows.len().min(limit + 1)];
    let readable = |at: &usize| rows[*at];
    let made = rows.iter().enumerate().map(|(at, readable)| {
        if *readable { Ok(message(id(at))) } else { Err(Damaged::new(Resource::Message, id(at).to_string())) }
    });
    let list = MessageList::of_rows(request, made.collect()).expect("each row has an id to go on from");

    let shown: Vec<_> = (0..rows.len().min(limit)).rev().filter(readable).map(id).collect();
    assert_eq!(list.messages.iter().map(|message| message.id).collect::<Vec<_>>(), shown);
    assert_eq!((list.page_size as usize, list.results as usize), (limit, shown.len()));
    assert_eq!(list.messages.len() + list.damaged.len(), rows.len().min(limit));
    let oldest = shown.first().copied().unwrap_or_else(|| id(limit - 1));
    assert_eq!(list.next_before, (rows.len() > limit).then_some(oldest));

    let mut written = Vec::new();
    list.write_json(&mut written).unwrap();
    assert_eq!(serde_json::from_slice::<MessageList<AccountId>>(&written).unwrap(), list);
}

fn id(at: usize) -> MessageId {
    let mut bytes = [0; 12];
    bytes[4..].copy_from_slice(&(at as u64).to_be_bytes());
    MessageId::from_bytes(bytes)
}

fn message(id: MessageId) -> Message<AccountId> {
    Message {
        id,
        sequence: None,
        role: MessageRole::User,
        parts: Parts::empty(),
        metadata: None,
        created_at: Timestamp::UNIX_EPOCH,
        robot: None,
        author: Some(AccountId::from_bytes([1; 12])),
        extra: None,
        revision: Revision::default(),
        draft: false,
    }
}
