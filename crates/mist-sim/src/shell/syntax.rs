//! Reading a command line: words, quotes, operators, and the compound commands that people type.

use std::sync::Arc;

mod tree;
mod words;

pub(super) use tree::{Join, Node, Part, Redirect, Target, Word};

/// How deep commands may stand in commands.
const DEEPEST: usize = 20;

/// The most commands in one pipe.
const LONGEST_PIPE: usize = 40;

/// What is wrong with a command line, in the shell's words.
pub(super) type Wrong = String;

/// Reads a command line.
pub(super) fn parse(text: &str) -> Result<Arc<Node>, Wrong> {
    Parser::new(text, 0)?.whole()
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(Word),
    Operator(&'static str),
    /// A number in front of `<` or `>`.
    Stream(u8),
    End,
}

impl Token {
    /// The word as it stands, if it can be a keyword.
    fn keyword(&self) -> Option<&str> {
        match self {
            Self::Word(word) => match word.as_slice() {
                [
                    Part::Text {
                        text,
                        quoted: false,
                    },
                ] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    fn unexpected(&self) -> Wrong {
        match (self, self.keyword()) {
            (_, Some(word)) => {
                let word: String = word.chars().take(40).collect();
                format!("Syntax error: \"{word}\" unexpected")
            }
            (Self::Operator("\n"), _) => "Syntax error: newline unexpected".to_owned(),
            (Self::Operator(operator), _) => format!("Syntax error: \"{operator}\" unexpected"),
            (Self::End, _) => "Syntax error: end of file unexpected".to_owned(),
            _ => "Syntax error: word unexpected".to_owned(),
        }
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    next: Token,
    depth: usize,
}

/// Words that end a list.
const ENDINGS: [&str; 8] = ["then", "elif", "else", "fi", "do", "done", "}", ")"];

impl Parser {
    fn new(text: &str, depth: usize) -> Result<Self, Wrong> {
        let mut parser = Self {
            chars: text.chars().collect(),
            at: 0,
            next: Token::End,
            depth,
        };
        parser.descend()?;
        parser.advance()?;
        Ok(parser)
    }

    fn whole(mut self) -> Result<Arc<Node>, Wrong> {
        let list = self.list()?;
        match self.next {
            Token::End => Ok(list),
            other => Err(other.unexpected()),
        }
    }

    /// Takes the token that is next and reads the one behind it.
    fn advance(&mut self) -> Result<Token, Wrong> {
        let next = self.token()?;
        Ok(std::mem::replace(&mut self.next, next))
    }

    /// Goes into commands that stand in others.
    fn descend(&mut self) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("Syntax error: commands stand too deep in commands".to_owned());
        }
        Ok(())
    }

    fn is(&self, operator: &str) -> bool {
        matches!(self.next, Token::Operator(next) if next == operator)
    }

    fn ends_a_list(&self) -> bool {
        self.next == Token::End
            || self.is(")")
            || self
                .next
                .keyword()
                .is_some_and(|word| ENDINGS.contains(&word))
    }

    fn skip_newlines(&mut self) -> Result<(), Wrong> {
        while self.is("\n") {
            self.advance()?;
        }
        Ok(())
    }

    /// Takes a keyword or a closing parenthesis.
    fn expect(&mut self, word: &str) -> Result<(), Wrong> {
        if self.next.keyword() == Some(word) || self.is(word) {
            self.advance()?;
            return Ok(());
        }
        Err(format!("{} (expecting \"{word}\")", self.next.unexpected()))
    }

    fn list(&mut self) -> Result<Arc<Node>, Wrong> {
        self.descend()?;
        let mut items = Vec::new();
        let mut join = Join::Always;
        self.skip_newlines()?;
        while join != Join::Always || !self.ends_a_list() {
            items.push((join, self.pipe()?));
            join = match self.next {
                Token::Operator("&&") => Join::And,
                Token::Operator("||") => Join::Or,
                Token::Operator(";" | "\n") => Join::Always,
                Token::Operator("&") => {
                    let why = "this simulated shell runs nothing in the background";
                    return Err(format!("Syntax error: \"&\" unexpected ({why})"));
                }
                _ => break,
            };
            self.advance()?;
            self.skip_newlines()?;
        }
        self.depth -= 1;
        Ok(match (items.len(), items.pop()) {
            (1, Some((_, only))) => only,
            (_, last) => {
                items.extend(last);
                Arc::new(Node::List(items))
            }
        })
    }

    /// A list that must not be empty.
    fn body(&mut self) -> Result<Arc<Node>, Wrong> {
        if self.skip_newlines().is_ok() && self.ends_a_list() {
            return Err(self.next.unexpected());
        }
        self.list()
    }

    fn pipe(&mut self) -> Result<Arc<Node>, Wrong> {
        let mut negated = false;
        while self.next.keyword() == Some("!") {
            self.advance()?;
            negated = !negated;
        }
        let mut stages = vec![self.command()?];
        while self.is("|") {
            self.advance()?;
            self.skip_newlines()?;
            stages.push(self.command()?);
            if stages.len() > LONGEST_PIPE {
                return Err("Syntax error: too many commands in one pipe".to_owned());
            }
        }
        let node = match (stages.len(), stages.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                stages.extend(last);
                Arc::new(Node::Pipe(stages))
            }
        };
        Ok(if negated {
            Arc::new(Node::Not(node))
        } else {
            node
        })
    }

    fn command(&mut self) -> Result<Arc<Node>, Wrong> {
        let node = match self.next.keyword() {
            Some("for") => self.for_loop()?,
            Some("while") => self.while_loop(false)?,
            Some("until") => self.while_loop(true)?,
            Some("if") => self.branches()?,
            Some("{") => self.group("}", false)?,
            Some("case" | "function" | "select") => {
                let why = "not known to this simulated shell";
                return Err(format!("{} ({why})", self.next.unexpected()));
            }
            _ if self.is("(") => self.group(")", true)?,
            _ => return self.simple(),
        };
        let mut redirects = Vec::new();
        while let Some(redirect) = self.redirect()? {
            redirects.push(redirect);
        }
        let body = Arc::new(node);
        Ok(if redirects.is_empty() {
            body
        } else {
            Arc::new(Node::Redirected { body, redirects })
        })
    }

    fn group(&mut self, end: &str, own_shell: bool) -> Result<Node, Wrong> {
        self.advance()?;
        let body = self.body()?;
        self.expect(end)?;
        Ok(Node::Group { body, own_shell })
    }

    fn for_loop(&mut self) -> Result<Node, Wrong> {
        self.advance()?;
        let name = self.next.keyword().filter(|name| words::is_name(name));
        let name = name
            .ok_or("Syntax error: Bad for loop variable")?
            .to_owned();
        self.advance()?;
        let mut words = Vec::new();
        if self.next.keyword() == Some("in") {
            self.advance()?;
            while let Token::Word(word) = &self.next {
                words.push(word.clone());
                self.advance()?;
            }
        }
        if self.is(";") {
            self.advance()?;
        }
        self.skip_newlines()?;
        let body = self.loop_body()?;
        Ok(Node::For { name, words, body })
    }

    fn while_loop(&mut self, until: bool) -> Result<Node, Wrong> {
        self.advance()?;
        let condition = self.body()?;
        let body = self.loop_body()?;
        Ok(Node::While {
            until,
            condition,
            body,
        })
    }

    fn loop_body(&mut self) -> Result<Arc<Node>, Wrong> {
        self.expect("do")?;
        let body = self.body()?;
        self.expect("done")?;
        Ok(body)
    }

    fn branches(&mut self) -> Result<Node, Wrong> {
        let mut arms = Vec::new();
        let mut otherwise = None;
        while matches!(self.next.keyword(), Some("if" | "elif")) {
            self.advance()?;
            let condition = self.body()?;
            self.expect("then")?;
            arms.push((condition, self.body()?));
        }
        if self.next.keyword() == Some("else") {
            self.advance()?;
            otherwise = Some(self.body()?);
        }
        self.expect("fi")?;
        Ok(Node::If { arms, otherwise })
    }

    fn simple(&mut self) -> Result<Arc<Node>, Wrong> {
        let (mut assigned, mut words, mut redirects) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            if let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                continue;
            }
            let Token::Word(word) = &self.next else { break };
            let assignment = words::assignment(word).filter(|_| words.is_empty());
            match assignment {
                Some(assignment) => assigned.push(assignment),
                None => words.push(word.clone()),
            }
            self.advance()?;
        }
        if assigned.is_empty() && words.is_empty() && redirects.is_empty() {
            return Err(self.next.unexpected());
        }
        Ok(Arc::new(Node::Simple {
            assigned,
            words,
            redirects,
        }))
    }

    fn redirect(&mut self) -> Result<Option<Redirect>, Wrong> {
        let mut stream = None;
        if let Token::Stream(number) = self.next {
            self.advance()?;
            stream = Some(number);
        }
        let Token::Operator(operator) = self.next else {
            return Ok(None);
        };
        if !["<", ">", ">>", ">&", "<&", "&>", "<<"].contains(&operator) {
            return Ok(None);
        }
        self.advance()?;
        if operator == "<<" {
            let why = "this simulated shell reads nothing from its command line";
            return Err(format!("Syntax error: \"<<\" unexpected ({why})"));
        }
        let digit = self.next.keyword().and_then(|word| word.parse::<u8>().ok());
        let Token::Word(word) = self.advance()? else {
            return Err("Syntax error: no file behind < or >".to_owned());
        };
        let target = match (operator, digit) {
            ("<", _) => Target::Read(word),
            (">&" | "<&", Some(number)) if number < 3 => Target::Stream(number),
            (">&" | "<&", _) => return Err("Syntax error: Bad fd number".to_owned()),
            _ => Target::Write(word),
        };
        let default = match operator {
            "<" | "<&" => Some(0),
            "&>" => None,
            _ => Some(1),
        };
        let stream = stream.or(default);
        Ok(Some(Redirect { stream, target }))
    }
}
