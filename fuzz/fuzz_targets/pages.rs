//! Pages and windows describe the list that they are cut from, and are read as they are written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use storyden_robots::{
    AccountId, Annotations, Damaged, Message, MessageId, MessageList, MessageRole, Page, PagePosition,
    PageRequest, Parts, Resource, Revision, SessionRef, Timestamp, WindowRequest,
};

fuzz_target!(|input: (u32, u32, u64, Vec<bool>)| {
    let (page, size, total, rows) = input;
    check_page(PageRequest::new(page, size), total);
    check_window(WindowRequest::newest(size), &rows);
});

fn check_page(request: PageRequest, total: u64) {
    let size = u64::from(request.size());
    let PagePosition::Number(number) = request.position() else { panic!("a numbered page") };
    assert!((1..=100).contains(&size) && number >= 1);
    assert_eq!(request.offset(), (u64::from(number) - 1) * size);

    let page: Page<SessionRef> = Page::new(request, total, Vec::new());
    let pages = (u128::from(total) + u128::from(size) - 1) / u128::from(size);
    let pages = pages.min(u32::MAX.into());
    assert_eq!(page.total_pages.map(u128::from), Some(pages));
    assert_eq!((page.page_size, page.current_page), (request.size(), Some(number)));
    // The next page is one that has rows.
    match page.next_page {
        Some(next) => assert!(next == number + 1 && request.at(next).offset() < total),
        None => assert!(u128::from(number) >= pages),
    }
    let written = serde_json::to_string(&page).unwrap();
    assert_eq!(serde_json::from_str::<Page<SessionRef>>(&written).unwrap(), page);
}

/// False rows do not decode.
fn check_window(request: WindowRequest, rows: &[bool]) {
    let limit = request.limit() as usize;
    assert!((1..=100).contains(&limit));
    let (readable, damaged): (Vec<_>, Vec<_>) = (0..rows.len().min(limit)).partition(|at| rows[*at]);
    let messages: Vec<_> = readable.into_iter().map(|at| message(id(at))).collect();
    let list = MessageList {
        page_size: request.limit(),
        results: u32::try_from(messages.len()).unwrap(),
        next_before: messages.first().map(|message| message.id),
        next_after: None,
        messages,
        damaged: damaged.into_iter().map(|at| Damaged::new(Resource::Message, id(at).to_string())).collect(),
    };
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
        annotations: Annotations::default(),
        draft: false,
    }
}
