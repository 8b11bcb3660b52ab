//! Mounts the page.

fn main() {
    console_error_panic_hook::set_once();
    mist_web::app::mount();
}
