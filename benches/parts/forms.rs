//! The ways in which the same work can be computed: the plain one, and the fast ones beside it.

use stargrid::model::form;

/// One way.
pub struct Form {
    /// Its name in the tables and on the command line.
    pub name: &'static str,
    /// Switches the process to it. A network that is loaded afterwards, and what it computes, is of this form.
    pub enter: fn(),
}

/// All of them, the plain one first.
pub fn forms() -> Vec<Form> {
    vec![
        Form {
            name: form::Form::Plain.name(),
            enter: || form::Form::Plain.choose(),
        },
        Form {
            name: form::Form::Exact.name(),
            enter: || form::Form::Exact.choose(),
        },
        Form {
            name: form::Form::Kernels.name(),
            enter: || form::Form::Kernels.choose(),
        },
    ]
}
