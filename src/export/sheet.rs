//! The grid as one picture: sources along the top, style pictures down the left, a result at each crossing.

use std::sync::Arc;

use crate::domain::Picture;

/// Space between tiles, in pixels.
const GAP: usize = 2;
/// Width of the branch colour at a row's left edge, in pixels.
const EDGE: usize = 4;
/// Colour of the sheet where there is no picture.
const BLANK: [u8; 3] = [255; 3];

/// One row of a sheet.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// The reference; none for a latent.
    pub header: Option<Arc<Picture>>,
    /// The branch's colour.
    pub colour: [u8; 3],
    /// The results, one a source; none where a cell is not computed.
    pub cells: Vec<Option<Arc<Picture>>>,
}

/// A grid to be rendered.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Side of a tile in pixels: the model's size.
    pub tile: usize,
    /// The sources.
    pub sources: Vec<Arc<Picture>>,
    /// The rows below.
    pub rows: Vec<SheetRow>,
}

impl Sheet {
    /// Width and height of the rendered sheet in pixels.
    pub fn size(&self) -> [usize; 2] {
        let step = self.tile + GAP;
        [
            EDGE + step * (self.sources.len() + 1) - GAP,
            step * (self.rows.len() + 1) - GAP,
        ]
    }

    /// Draws the sheet; results are copied pixel for pixel.
    pub fn render(&self) -> Picture {
        let [width, height] = self.size();
        let mut sheet = Picture::filled(width, height, BLANK);
        let step = self.tile + GAP;
        let left = |column: usize| EDGE + column * step;
        for (column, source) in self.sources.iter().enumerate() {
            sheet.paste(source, left(column + 1), 0);
        }
        for (at, row) in self.rows.iter().enumerate() {
            let top = (at + 1) * step;
            sheet.paste(&Picture::filled(EDGE, self.tile, row.colour), 0, top);
            if let Some(header) = &row.header {
                sheet.paste(header, left(0), top);
            }
            for (column, cell) in row.cells.iter().enumerate() {
                if let Some(cell) = cell {
                    sheet.paste(cell, left(column + 1), top);
                }
            }
        }
        sheet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_stand_where_they_belong() {
        let tile = |value| Arc::new(Picture::filled(4, 4, [value; 3]));
        let row = SheetRow {
            header: Some(tile(2)),
            colour: [9; 3],
            cells: vec![Some(tile(3)), None],
        };
        let sheet = Sheet {
            tile: 4,
            sources: vec![tile(1), tile(5)],
            rows: vec![row],
        };
        assert_eq!(sheet.size(), [4 + 6 * 3 - 2, 6 * 2 - 2]);
        let picture = sheet.render();
        assert_eq!(picture.pixel(EDGE + 6, 0), Some([1; 3]));
        assert_eq!(picture.pixel(EDGE + 12, 0), Some([5; 3]));
        assert_eq!(picture.pixel(0, 6), Some([9; 3]), "branch colour");
        assert_eq!(picture.pixel(EDGE, 6), Some([2; 3]));
        assert_eq!(picture.pixel(EDGE + 6, 6), Some([3; 3]));
        assert_eq!(
            picture.pixel(EDGE + 12, 6),
            Some(BLANK),
            "a missing cell stays blank"
        );
    }
}
