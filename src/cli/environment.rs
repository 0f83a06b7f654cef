//! Keeps the graphics libraries quiet on a machine without a desktop.

/// Mesa's device-select layer connects to Wayland, and complains on standard error when there is no runtime folder to look in; a
/// command without a window has no use for it. A person's own setting stays.
pub fn quiet_graphics() {
    const SELECT: &str = "NODEVICE_SELECT";
    let desktop = std::env::var_os("XDG_RUNTIME_DIR").is_some();
    if desktop || std::env::var_os(SELECT).is_some() {
        return;
    }
    // SAFETY: called first in `main`, while this is the only thread: nobody reads the environment meanwhile.
    unsafe { std::env::set_var(SELECT, "1") };
}
