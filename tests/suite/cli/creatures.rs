//! `stargrid creatures`: what it writes can be read as labelled data sets.

use stargrid::data::DataRoot;
use stargrid::data::dataset::labelled;
use stargrid::domain::LabelKind;

use super::typed;

#[test]
fn the_made_sets_are_labelled_data_sets() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("sets");
    let said = typed("creatures OUT --set both --seed 3", &out).success();
    assert!(said.stdout.contains("1048 pictures"), "{said:?}");

    let look = |name: &str| {
        let root = DataRoot::Folder(out.join(name));
        labelled::scan(&root, &[], 0.1, &|_, _| true).unwrap()
    };
    let (set, report) = look("attributes");
    let names = ["Red_Tint", "Blue_Tint", "Framed", "Glasses", "Mirrored"];
    assert_eq!(set.labels.names, names);
    assert_eq!(set.labels.exclusive, [vec![0, 1]]);
    assert_eq!(set.train.len() + set.val.len(), 1048);
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
    let (set, report) = look("classes");
    assert_eq!(set.labels.kind, LabelKind::Classes);
    assert_eq!(set.labels.names, ["framed", "glasses", "plain", "red"]);
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);

    let again = typed("creatures OUT", &out);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(
        again.stderr.contains("a new or an empty folder"),
        "{again:?}"
    );
}
