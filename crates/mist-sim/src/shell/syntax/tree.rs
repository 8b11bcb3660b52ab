//! What a command line is made of, once it was read.

use std::sync::Arc;

/// What to run.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::shell) enum Node {
    /// A command, with what is assigned before it.
    Simple {
        assigned: Vec<(String, Word)>,
        words: Vec<Word>,
        redirects: Vec<Redirect>,
    },
    /// `a | b`
    Pipe(Vec<Arc<Node>>),
    /// `! a`
    Not(Arc<Node>),
    /// `a; b && c`
    List(Vec<(Join, Arc<Node>)>),
    /// `( a )`, and `{ a; }` if it is no shell of its own.
    Group { body: Arc<Node>, own_shell: bool },
    /// `for a in b; do c; done`
    For {
        name: String,
        words: Vec<Word>,
        body: Arc<Node>,
    },
    /// `while a; do b; done`, or `until`.
    While {
        until: bool,
        condition: Arc<Node>,
        body: Arc<Node>,
    },
    /// `if a; then b; else c; fi`
    If {
        arms: Vec<(Arc<Node>, Arc<Node>)>,
        otherwise: Option<Arc<Node>>,
    },
    /// `{ a; } > b`
    Redirected {
        body: Arc<Node>,
        redirects: Vec<Redirect>,
    },
}

/// When a command of a list is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::shell) enum Join {
    Always,
    /// After success.
    And,
    /// After failure.
    Or,
}

/// A word before expansion.
pub(in crate::shell) type Word = Vec<Part>;

/// A part of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::shell) enum Part {
    /// As it stands; `quoted` text is never split.
    Text { text: String, quoted: bool },
    /// `$name`, and what stands for it if it is empty.
    Variable {
        name: String,
        otherwise: String,
        quoted: bool,
    },
    /// `$(command)`
    Output { node: Arc<Node>, quoted: bool },
}

/// Where something else is read or printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::shell) struct Redirect {
    /// 0, 1 or 2; both 1 and 2 where absent.
    pub(in crate::shell) stream: Option<u8>,
    pub(in crate::shell) target: Target,
}

/// Where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::shell) enum Target {
    Read(Word),
    Write(Word),
    /// The stream of this number.
    Stream(u8),
}
