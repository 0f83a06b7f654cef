//! How a training's numbers are written for people.

use crate::runs::Row;

/// Hours, minutes and seconds: `1:02:03`.
pub fn time(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    format!("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
}

/// An amount of memory: `512 MB`, `1.5 GB`.
pub fn bytes(count: u64) -> String {
    let megabytes = count as f64 / 1e6;
    if megabytes < 1000.0 {
        format!("{megabytes:.0} MB")
    } else {
        format!("{:.1} GB", megabytes / 1000.0)
    }
}

/// One step as the official program prints it: time, iteration, then every term with four decimals.
pub fn row(row: &Row, steps: u64) -> String {
    let mut text = format!(
        "elapsed {}, iteration {}/{steps}",
        time(row.seconds),
        row.step
    );
    let weight = ("G/lambda_ds", row.lambda_ds as f32);
    for (name, value) in row.terms.named().iter().chain([&weight]) {
        text.push_str(&format!(", {name}: [{value:.4}]"));
    }
    text
}

/// The terms that tell most, for one line beside a bar.
pub fn short(row: &Row) -> String {
    let mut text = String::new();
    for network in ["D", "G"] {
        text.push_str(if text.is_empty() { "" } else { "  " });
        text.push_str(network);
        // Of systems with two passes the one with latents stands for both.
        let own = row.terms.named().iter().filter_map(|(name, value)| {
            let rest = name.strip_prefix(network)?.strip_prefix('/')?;
            let (pass, short) = rest.split_once('_')?;
            (pass != "ref").then_some((short, value))
        });
        for (short, value) in own {
            text.push_str(&format!(" {short} {value:.3}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::Terms;

    #[test]
    fn times_and_sizes_read_well() {
        assert_eq!(time(3723.4), "1:02:03");
        assert_eq!(time(59.6), "0:01:00");
        assert_eq!(bytes(512_000_000), "512 MB");
        assert_eq!(bytes(1_540_000_000), "1.5 GB");
    }

    #[test]
    fn a_row_has_all_official_names() {
        let value = |name: &str| match name {
            "D/latent_real" => Some(0.712_34),
            name => (!name.ends_with("idt")).then_some(0.0),
        };
        let terms = Terms::from_named(value).unwrap();
        let logged = Row {
            step: 10,
            seconds: 62.0,
            lambda_ds: 0.9999,
            terms,
        };
        let text = row(&logged, 2000);
        assert!(
            text.starts_with("elapsed 0:01:02, iteration 10/2000, D/latent_real: [0.7123], "),
            "{text}"
        );
        assert!(
            text.ends_with("G/ref_cyc: [0.0000], G/lambda_ds: [0.9999]"),
            "{text}"
        );
        assert_eq!(text.matches(": [").count(), 15, "{text}");
    }
}
