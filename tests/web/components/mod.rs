//! Parts that know the page's state.

mod rename;
