//! Who and what: names, users, the kernel.

use super::{Context, Process, Progress};
use crate::shell::{
    calendar::Moment,
    files,
    process::{Env, failed},
    simple,
};

pub(super) fn whoami(_: &[String], context: &mut Context<'_>) -> i32 {
    let line = format!("{}\n", context.env.user);
    context.out(line);
    0
}

pub(super) fn id(_: &[String], context: &mut Context<'_>) -> i32 {
    let user = &context.env.user;
    let number = if user == "root" { 0 } else { 1000 };
    let line = format!("uid={number}({user}) gid={number}({user}) groups={number}({user})\n");
    context.out(line);
    0
}

pub(super) fn hostname(_: &[String], context: &mut Context<'_>) -> i32 {
    let line = format!("{}\n", context.host().name);
    context.out(line);
    0
}

pub(super) fn nproc(_: &[String], context: &mut Context<'_>) -> i32 {
    let line = format!("{}\n", context.host().cores);
    context.out(line);
    0
}

pub(super) fn uname(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let (letters, _) = super::options(arguments);
    let name = context.host().name.clone();
    let built = Moment::of(1_397_174_400_000).format("%a %b %e %T %Z %Y");
    let parts = [
        ('s', "Linux".to_owned()),
        ('n', name),
        ('r', "3.13.0-24-generic".to_owned()),
        ('v', format!("#46-simulated SMP {built}")),
        ('m', "x86_64".to_owned()),
        ('o', "GNU/Linux".to_owned()),
    ];
    let wanted = if letters.is_empty() { "s" } else { &letters };
    let shown = parts
        .iter()
        .filter(|(letter, _)| wanted.contains(['a', *letter]));
    let shown: Vec<&str> = shown.map(|(_, text)| text.as_str()).collect();
    if shown.is_empty() {
        let unknown = wanted.chars().next().unwrap_or('-');
        return super::bad_option("uname", unknown, context);
    }
    context.out(shown.join(" ") + "\n");
    0
}

/// Turning the machine off from inside would leave the page believing that it runs.
pub(super) fn refuse_power(_: &[String], context: &mut Context<'_>) -> i32 {
    context.err(
        "This machine is simulated and is not turned off from inside. \
         Use the page's own actions: Reboot, Stop.\n",
    );
    1
}

/// Runs a command as root.
pub(super) fn sudo(arguments: &[String], context: &mut Context<'_>) -> Box<dyn Process> {
    let mut rest = arguments.to_vec();
    while rest
        .first()
        .is_some_and(|first| ["-n", "-E", "-H", "--"].contains(&first.as_str()))
    {
        rest.remove(0);
    }
    let option = rest.first().is_none_or(|first| first.starts_with('-'));
    let Some(mut env) = context.env.deeper().filter(|_| !option) else {
        return failed("usage: sudo [-n] COMMAND (this machine is simulated)\n", 1);
    };
    "root".clone_into(&mut env.user);
    for name in ["USER", "LOGNAME"] {
        env.vars.insert(name.to_owned(), "root".to_owned());
    }
    if files::find(&env.cwd, &env, context.host()).is_none() {
        "/".clone_into(&mut env.cwd);
    }
    let mut inside = Context {
        world: context.world,
        now_ms: context.now_ms,
        env: &mut env,
        input: context.input,
        sink: context.sink,
        tty: context.tty,
    };
    let body = simple::find(rest, &mut inside);
    Box::new(AsRoot { body, env })
}

struct AsRoot {
    body: Box<dyn Process>,
    env: Env,
}

impl Process for AsRoot {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        self.body.step(&mut Context {
            world: context.world,
            now_ms: context.now_ms,
            env: &mut self.env,
            input: context.input,
            sink: context.sink,
            tty: context.tty,
        })
    }
}
