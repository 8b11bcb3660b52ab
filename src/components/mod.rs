//! Parts of screens that know the API, the state or the addresses.

pub mod add_key;
pub mod associate_key;
pub mod backend_actions;
pub mod backend_kind;
pub mod copying;
pub mod entries;
pub mod failures;
pub mod frame;
pub mod host_key;
pub mod image_list;
pub mod machine_actions;
pub mod machine_table;
pub mod navigate;
pub mod notices;
pub mod public_key;
pub mod reach;
pub mod rename;
pub mod row_focus;
pub mod session_gate;
pub mod shell_pane;
pub mod sign_in_again;
pub mod sign_in_form;
pub mod size_facts;
pub mod starting;
pub mod steps;
pub mod terminal;
