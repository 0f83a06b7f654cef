//! The ways in which the same work can be computed: the plain one, and the fast ones beside it.

/// One way.
pub struct Form {
    /// Its name in the tables and on the command line.
    pub name: &'static str,
    /// Switches the process to it. A network that is loaded afterwards, and what it computes, is of this form.
    pub enter: fn(),
}

/// All of them, the plain one first. A new form is one line here; every case then runs in it too.
pub fn forms() -> Vec<Form> {
    vec![Form {
        name: "plain",
        enter: || {},
    }]
}
