//! Small answers that were given before: a commit of the store never changes, so they stay right as long as it is shown.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use hyper::body::Bytes;
use sha2::{Digest, Sha256};

use crate::serve::{call::Call, frame::Head};

/// Bytes of an answer that is kept.
const LARGEST: usize = 64 << 10;
/// Bytes that an answer takes beside its body.
const BESIDE: usize = 512;

/// What a request asks, in few bytes.
pub(super) type Key = [u8; 32];

/// An answer.
#[derive(Clone)]
pub(super) struct Kept {
    pub head: Arc<Head>,
    pub body: Bytes,
    pub rows: u64,
}

/// Answers over one commit of the store.
pub(super) struct Cache {
    held: Mutex<(HashMap<Key, Kept>, usize)>,
    /// Bytes that are kept; then all is forgotten, which costs each one asking.
    most: usize,
}

/// Stands for all that an answer depends on.
pub(super) fn key(version: &str, call: &Call) -> Key {
    let mut hash = Sha256::new();
    let Call { method, path, query, accept, content_type, root, body } = call;
    for part in [version, method, path, query, accept, content_type, root] {
        hash.update(part);
        hash.update([0]);
    }
    hash.update(body);
    hash.finalize().into()
}

impl Cache {
    pub fn new(most: usize) -> Self {
        Self { held: Mutex::default(), most }
    }

    pub fn get(&self, key: &Key) -> Option<Kept> {
        if self.most == 0 {
            return None;
        }
        self.held.lock().unwrap_or_else(PoisonError::into_inner).0.get(key).cloned()
    }

    /// Keeps an answer if it is small, right, and would be the same again.
    pub fn keep(&self, key: Key, kept: &Kept) {
        let again = kept.head.status == 200 && kept.head.get("cache-control").is_none();
        let size = kept.body.len() + BESIDE;
        if !again || kept.body.len() > LARGEST || size > self.most {
            return;
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (answers, bytes) = &mut *held;
        *bytes += size;
        if *bytes > self.most {
            answers.clear();
            *bytes = size;
        }
        answers.insert(key, kept.clone());
    }
}
