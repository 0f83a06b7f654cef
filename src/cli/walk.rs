//! `stargrid walk`: a film of the sources while their style goes from one to the next.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::domain::StyleSource;
use crate::domain::walk::{Joint, OFFICIAL_ENDS, Pace, Walk, WayPoint};
use crate::engine::device::DeviceChoice;
use crate::engine::film::Film;
use crate::export::file::SaveError;
use crate::export::film::{self, Form, Format, Rate};
use crate::problem::Problem;

use super::args::{LabelOptions, Walk as Command};
use super::failure::Failure;
use super::intake::{Found, View};
use super::interrupt::Interrupt;
use super::session::Session;
use super::{branch, destination, guidance, guides, labels, output, progress};

/// What the first Ctrl-C does.
const LEAVES: &str =
    "the film is given up and what is unfinished removed; Ctrl-C again ends at once";
/// When more frames a second are asked for.
const SLOWER: &str =
    "a GIF shows at most 50 frames a second, so it takes longer; .apng and .mp4 show more";
/// The strengths between which labels are walked, unless told.
const STRENGTHS: [f32; 2] = [0.0, 1.0];

/// Makes the film and writes it.
pub fn run(command: &Command, device: DeviceChoice) -> Result<(), Failure> {
    let format = format_of(&command.out)?;
    let sources = guides::find_all(&command.sources)?;
    check_output(command, format, &sources)?;
    let interrupt = Interrupt::install(LEAVES)?;
    let mut session = Session::open(&command.model, command.fan.as_deref(), device)?;
    check_guidance(command, &session)?;
    let views = guides::read_sources(&sources, command.crop, &mut session)?;
    let (views, _): (Vec<View>, Vec<String>) = views.into_iter().unzip();
    let points = if session.system().takes_labels() {
        label_points(command, &views, &session)?
    } else {
        style_points(command, format, &mut session)?
    };
    let film = Film {
        walk: walk(command, points),
        form: command.form.into(),
        rate: rate(command, format),
        sources: views.iter().map(|view| view.fingerprint).collect(),
        note: session.described(),
    };
    film.check()?;
    let side = session.size();
    let began = Instant::now();
    let made = make(&film, format, command, &mut session, &interrupt)?;
    if !made {
        return Err(Problem::new("Stopped; nothing was written").into());
    }
    output::result(summary(
        &film,
        side,
        began.elapsed(),
        &session,
        &command.out,
    ))?;
    Ok(())
}

/// What the name of the output says; a PNG that moves is an APNG.
fn format_of(out: &Path) -> Result<Format, Problem> {
    let png = out
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
    let format = if png {
        Some(Format::Apng)
    } else {
        Format::of(out)
    };
    format.ok_or_else(|| {
        Problem::new(format!(
            "The output must end in .gif, .apng, .png or .mp4, or be the name of a folder, without ending: {}",
            out.display()
        ))
    })
}

fn check_output(command: &Command, format: Format, sources: &[Found]) -> Result<(), Problem> {
    let inputs = sources.iter().map(|found| found.path.as_path());
    let inputs = inputs.chain([command.model.as_path()]);
    let ending = command.out.extension().and_then(|ending| ending.to_str());
    match ending.or(format.ending()) {
        Some(ending) => destination::check(&command.out, ending, inputs)?,
        None => destination::check_new_folder(&command.out)?,
    }
    if format == Format::Mp4 && film::encoder().is_none() {
        return Err(Problem::because(
            "The film was not made",
            &SaveError::NoEncoder,
        ));
    }
    Ok(())
}

fn check_guidance(command: &Command, session: &Session) -> Result<(), Failure> {
    let styles = [
        ("--references", !command.references.is_empty()),
        ("--seeds", !command.seeds.is_empty()),
        ("--domain", command.domain.is_some()),
        ("--cut", command.cut),
    ];
    guidance::check(session, &styles, &command.labels)?;
    let labelled = session.system().takes_labels();
    let count = command.references.len() + command.seeds.len();
    if count == 0 && !labelled {
        let sentence = "A walk of this model needs styles: give --references or --seeds";
        return Err(Failure::Usage(sentence.to_owned()));
    }
    if !command.steps.is_empty() && !labelled {
        let sentence = "--steps is for models that take labels; this one takes styles";
        return Err(Failure::Usage(sentence.to_owned()));
    }
    Ok(())
}

fn style_points(
    command: &Command,
    format: Format,
    session: &mut Session,
) -> Result<Vec<WayPoint>, Problem> {
    let domain = command.domain.as_deref().unwrap_or("own");
    let branch = branch::parse(domain, |text| session.domain(text))?;
    let references = guides::find_references(&command.references, branch, session)?;
    let found: Vec<Found> = references.iter().map(|each| each.found.clone()).collect();
    check_output(command, format, &found)?;
    let seeds = guides::find_seeds(&command.seeds, branch, session)?;
    let mut points = Vec::new();
    let bar = progress::bar("styles", references.len());
    for reference in &references {
        if let Some(view) = guides::read(&reference.found, command.crop, session)? {
            let name = guides::name_of(&reference.found.path);
            points.extend(reference.domains.iter().map(|&domain| WayPoint {
                style: StyleSource::Reference {
                    picture: view.fingerprint,
                    domain,
                },
                branch: Some(domain),
                name: name.clone(),
            }));
        }
        bar.inc(1);
    }
    points.extend(seeds.into_iter().map(|(seed, domain)| WayPoint {
        style: session.drawn_style(seed, domain, command.psi),
        branch: Some(domain),
        name: format!("seed {seed}"),
    }));
    Ok(points)
}

/// A way point for each wish; a single wish is walked through its strengths.
fn label_points(
    command: &Command,
    sources: &[View],
    session: &Session,
) -> Result<Vec<WayPoint>, Problem> {
    let [source] = sources else {
        let text = "A walk through labels takes one source, because it starts from the labels of that source";
        return Err(Problem::new(text));
    };
    let space = session.labels();
    let points = |options: &LabelOptions| -> Result<Vec<WayPoint>, Problem> {
        let wishes = labels::wishes(options, space)?;
        let styles = labels::styles(&wishes, std::slice::from_ref(source), session)?;
        let point = |(wish, styles): (&labels::Wish, Vec<StyleSource>)| {
            Some(WayPoint {
                style: styles.into_iter().next()?,
                branch: None,
                name: wish.words(space),
            })
        };
        Ok(wishes.iter().zip(styles).filter_map(point).collect())
    };
    let whole = points(&command.labels)?;
    let steps = match command.steps[..] {
        [] if whole.len() > 1 => return Ok(whole),
        [] => &STRENGTHS[..],
        _ => &command.steps,
    };
    let mut all = Vec::new();
    for &step in steps {
        let mut options = command.labels.clone();
        options.strength = Some(step);
        all.extend(points(&options)?);
    }
    Ok(all)
}

fn walk(command: &Command, points: Vec<WayPoint>) -> Walk {
    let official = Form::from(command.form).is_official();
    Walk {
        points,
        pace: Pace {
            between: command.frames,
            hold: command.hold,
            ease: command.ease.into(),
        },
        joint: if command.cut || official {
            Joint::Cut
        } else {
            Joint::Blend
        },
        closes: command.closes,
        ends: if official {
            OFFICIAL_ENDS
        } else {
            [command.hold, 0]
        },
    }
}

/// Frames a second; says so when the format does not show as many as were asked for.
fn rate(command: &Command, format: Format) -> Rate {
    let official = Form::from(command.form).is_official();
    let usual = if official {
        Rate::OFFICIAL
    } else {
        Rate::default()
    };
    let asked = command.fps.unwrap_or(usual);
    let played = format.played(asked);
    if played != asked {
        output::note(SLOWER);
    }
    played
}

fn make(
    film: &Film,
    format: Format,
    command: &Command,
    session: &mut Session,
    interrupt: &Interrupt,
) -> Result<bool, Problem> {
    let bar = progress::bar("pictures", film.walk.shots().len());
    let (translator, pictures) = session.at_work();
    let made = film.make((format, &command.out), translator, pictures, |done, _| {
        bar.set_position(done as u64);
        !interrupt.is_set()
    });
    // Ctrl-C reaches ffmpeg too, and its end is no failure then.
    match made {
        Err(_) if interrupt.is_set() => Ok(false),
        made => made,
    }
}

fn summary(film: &Film, side: usize, spent: Duration, session: &Session, out: &Path) -> String {
    let frames = film.walk.ticks();
    let pictures = film.walk.shots().len();
    let [width, height] = film.form.size(side, film.sources.len());
    let each = spent.as_secs_f64() * 1000.0 / pictures.max(1) as f64;
    format!(
        "{frames} frames of {width} x {height} pixels, {:.1} s at {} a second, {each:.1} ms a picture on {}: {}",
        film.rate.seconds(frames),
        film.rate.frames(),
        session.device.name,
        out.display()
    )
}
