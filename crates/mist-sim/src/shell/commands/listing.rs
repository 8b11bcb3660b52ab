//! `ls`.

use super::Context;
use crate::shell::{
    calendar::Moment,
    files::{self, Entry},
};

/// The colours of folders, programs and devices on a terminal.
fn coloured(name: &str, entry: Entry, colours: bool) -> String {
    let code = match entry.kind {
        files::Kind::Folder | files::Kind::Private => "01;34",
        files::Kind::Program => "01;32",
        files::Kind::Device => "40;33;01",
        files::Kind::File(_) | files::Kind::Secret(_) => return name.to_owned(),
    };
    if colours {
        format!("\x1b[{code}m{name}\x1b[0m")
    } else {
        name.to_owned()
    }
}

pub(super) fn ls(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let (mut options, mut paths) = (String::new(), Vec::new());
    let mut colours = false;
    for argument in arguments {
        match argument.strip_prefix('-') {
            Some("-color" | "-color=always") => colours = true,
            Some("-color=auto") => colours = context.tty,
            Some(letters) if !letters.is_empty() => options.push_str(letters),
            _ => paths.push(argument.as_str()),
        }
    }
    if let Some(unknown) = options
        .chars()
        .find(|letter| !"laAh1dFrt".contains(*letter))
    {
        return super::bad_option("ls", unknown, context);
    }
    if paths.is_empty() {
        paths.push(".");
    }
    let many = paths.len() > 1;
    let mut status = 0;
    for (index, path) in paths.into_iter().enumerate() {
        let found = files::find(path, context.env, context.host());
        let Some(entry) = found else {
            context.err(format!(
                "ls: cannot access {path}: No such file or directory\n"
            ));
            status = 2;
            continue;
        };
        if !entry.is_folder() || options.contains('d') {
            show(vec![(path.to_owned(), entry)], &options, colours, context);
            continue;
        }
        if !entry.may_read(context.env) {
            context.err(format!(
                "ls: cannot open directory {path}: Permission denied\n"
            ));
            status = 2;
            continue;
        }
        if many {
            let gap = if index == 0 { "" } else { "\n" };
            context.out(format!("{gap}{path}:\n"));
        }
        let mut entries = files::list(path, context.env, context.host());
        if options.contains('a') {
            let parent = format!("{path}/..");
            let parent = files::find(&parent, context.env, context.host());
            entries.insert(0, ("..".to_owned(), parent.unwrap_or(entry)));
            entries.insert(0, (".".to_owned(), entry));
        } else if !options.contains('A') {
            entries.retain(|(name, _)| !name.starts_with('.'));
        }
        if options.contains('r') {
            entries.reverse();
        }
        if options.contains('l') {
            context.out(format!("total {}\n", entries.len() * 4));
        }
        show(entries, &options, colours, context);
    }
    status
}

fn show(entries: Vec<(String, Entry)>, options: &str, colours: bool, context: &mut Context<'_>) {
    if options.contains('l') {
        for (name, entry) in entries {
            let size = entry.size(context.world, context.now_ms);
            let size = if options.contains('h') && size >= 1024 {
                format!("{}.{}K", size / 1024, size % 1024 * 10 / 1024)
            } else {
                size.to_string()
            };
            let owner = entry.owner(context.host());
            let changed = entry.changed_ms(context.host(), context.now_ms);
            context.out(format!(
                "{} 1 {owner:<8} {owner:<8} {size:>7} {} {}\n",
                entry.mode(),
                Moment::of(changed).short(),
                coloured(&name, entry, colours)
            ));
        }
    } else if context.tty && !options.contains('1') {
        let text = columns(&entries, usize::from(context.world.columns), colours);
        context.out(text);
    } else {
        for (name, entry) in entries {
            context.out(coloured(&name, entry, colours) + "\n");
        }
    }
}

/// Names in columns, down and then across.
fn columns(entries: &[(String, Entry)], width: usize, colours: bool) -> String {
    let widest = entries.iter().map(|(name, _)| name.chars().count()).max();
    let column = widest.unwrap_or_default() + 2;
    let across = (width / column).max(1);
    let rows = entries.len().div_ceil(across);
    let mut text = String::new();
    for row in 0..rows {
        let mut in_row = entries.iter().skip(row).step_by(rows.max(1)).peekable();
        while let Some((name, entry)) = in_row.next() {
            text.push_str(&coloured(name, *entry, colours));
            if in_row.peek().is_some() {
                let used = name.chars().count();
                text.extend(std::iter::repeat_n(' ', column.saturating_sub(used)));
            }
        }
        text.push('\n');
    }
    text
}
