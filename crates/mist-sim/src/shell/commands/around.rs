//! Where a shell is, and what it knows.

use super::exists;
use crate::shell::{
    calendar::Moment,
    files,
    process::{Context, Stream},
};

pub(super) fn pwd(_: &[String], context: &mut Context<'_>) -> i32 {
    let line = format!("{}\n", context.env.cwd);
    context.out(line);
    0
}

pub(super) fn cd(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let home = context.env.home();
    let to = arguments.first().map_or(home.as_str(), String::as_str);
    let path = files::absolute(to, context.env);
    let complaint = match files::find(&path, context.env, context.host()) {
        Some(entry) if entry.is_folder() && entry.may_read(context.env) => {
            context.env.vars.insert("PWD".to_owned(), path.clone());
            context.env.cwd = path;
            return 0;
        }
        Some(entry) if entry.is_folder() => "Permission denied",
        _ => "can't cd to it",
    };
    context.err(format!("sh: 1: cd: {to}: {complaint}\n"));
    2
}

pub(super) fn env(arguments: &[String], context: &mut Context<'_>) -> i32 {
    if !arguments.is_empty() {
        context.err("env: this simulated machine only lists its variables\n");
        return 125;
    }
    for (name, value) in &context.env.vars {
        context.sink.push(
            Stream::Out,
            format!(
                "{name}={value}
"
            )
            .as_bytes(),
        );
    }
    0
}

pub(super) fn export(arguments: &[String], context: &mut Context<'_>) -> i32 {
    for argument in arguments {
        if let Some((name, value)) = argument.split_once('=') {
            context.env.vars.insert(name.to_owned(), value.to_owned());
        }
    }
    0
}

pub(super) fn exit(arguments: &[String], context: &mut Context<'_>) -> i32 {
    context.env.leaving = true;
    let Some(status) = arguments.first() else {
        return context.env.status;
    };
    if let Ok(status) = status.parse::<u32>() {
        // Only a byte of it reaches anybody.
        return i32::from(status.to_le_bytes()[0]);
    }
    context.err(format!(
        "sh: 1: exit: Illegal number: {status}
"
    ));
    2
}

pub(super) fn date(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let format = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix('+'));
    let now = Moment::of(context.now_ms);
    let text = now.format(format.unwrap_or("%a %b %e %T %Z %Y"));
    context.out(text + "\n");
    0
}

pub(super) fn which(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let mut status = 0;
    for name in arguments {
        if exists(name) {
            context.out(format!("/usr/bin/{name}\n"));
        } else {
            status = 1;
        }
    }
    status
}
