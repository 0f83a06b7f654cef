//! Tests of labelled sheets: pictures stay as they are, long names stay within their cells.

use std::sync::Arc;

use super::*;
use crate::domain::domains::colour;
use crate::export::sheet::SheetRow;

fn tile(side: usize, value: u8) -> Arc<Picture> {
    Arc::new(Picture::filled(side, side, [value, 90, 160]))
}

fn sheet(side: usize) -> Sheet {
    let row = |at: usize| SheetRow {
        header: (at < 2).then(|| tile(side, 10 + at as u8)),
        colour: colour(at),
        cells: vec![Some(tile(side, 100 + at as u8)), None, Some(tile(side, 7))],
    };
    Sheet {
        tile: side,
        sources: vec![tile(side, 1), tile(side, 2), tile(side, 3)],
        rows: (0..3).map(row).collect(),
    }
}

fn words(paper: Paper) -> Words {
    let row = |(name, branch): (&str, &str)| RowWords {
        name: name.to_owned(),
        branch: Some(branch.to_owned()),
    };
    let rows = [
        ("clay-0001.png", "clay"),
        ("critters with a name that is far too long.png", "critters"),
        ("seed 41", "a branch whose name goes on and on"),
    ];
    Words {
        title: "Demo creatures".to_owned(),
        sources: ["mia.png", "a name that does not fit above its picture.png", "x"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.map(row).to_vec(),
        caption: vec![
            "Model: Demo creatures (StarGAN v2, 64 x 64 pixels). Made on 2026-11-23 by Stargrid 0.1.0. A caption can be longer than a line and goes on in the next.".to_owned(),
        ],
        paper,
    }
}

#[test]
fn cells_are_the_pictures_and_names_stay_beside_them() {
    for (side, scale, paper) in [(64, 2, Paper::Light), (160, 1, Paper::Dark)] {
        let (sheet, words) = (sheet(side), words(paper));
        let picture = draw(&sheet, &words).unwrap();
        if let Ok(folder) = std::env::var("STARGRID_SHOTS") {
            let path = format!("{folder}/contact_{side}.png");
            crate::export::png::save(&picture, std::path::Path::new(&path)).unwrap();
        }
        assert_eq!(
            size(&sheet, &words),
            Some([picture.width(), picture.height()])
        );
        let layout = Layout::of(&sheet, &words);
        assert_eq!(layout.scale, scale);
        let at = |left: i32, top: i32| picture.pixel(left as usize, top as usize).unwrap();
        let last = layout.cell - 1;
        for row in 0..3 {
            let (left, top) = (layout.column(0), layout.row(row));
            for corner in [(left, top), (left + last, top + last)] {
                assert_eq!(at(corner.0, corner.1), [100 + row as u8, 90, 160]);
            }
            assert_eq!(at(left - GAP - 2, top + 2), colour(row), "the row's colour");
        }
        let blank = at(layout.column(1) + 5, layout.row(0) + 5);
        assert_ne!(blank, at(1, 1), "a missing cell has its place");
        // Names end before the next picture: the gap beside them is paper.
        let inks = paper.inks();
        let paper = inks.paper;
        for y in layout.rows..layout.row(2) + last {
            assert_eq!(at(layout.styles - 2, y), paper, "row {y}");
        }
        for y in MARGIN + line(TEXT[0])..layout.top {
            assert_eq!(at(layout.column(2) - 2, y), paper, "above, row {y}");
        }
    }
}

#[test]
fn a_sheet_without_words_is_a_sheet_still() {
    let sheet = sheet(128);
    let picture = draw(&sheet, &Words::default()).unwrap();
    assert!(picture.width() > 3 * 128 && picture.height() > 4 * 128);
}
