//! A keepsake as a PNG file that says what it is: its size on paper, its recipe, and that its pictures are synthetic.

use std::io::Write;
use std::path::Path;

use png::{BitDepth, ColorType, Encoder, EncodingError, PixelDimensions, Unit};

use super::{DOTS_PER_INCH, Keepsake, draw};
use crate::domain::Picture;
use crate::export::file::{self, SaveError};

/// An inch in metres.
const INCH: f64 = 0.0254;
/// The keyword of an XMP packet in a PNG.
const XMP: &str = "XML:com.adobe.xmp";
/// What kind of picture it is, in the words that news agencies agreed on: other programs show it as "made with AI".
const SOURCE_TYPE: &str =
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

/// Draws a keepsake and writes it as a PNG.
///
/// # Errors
/// When it cannot be drawn, or the folder or disk refuses; nothing is left behind then.
pub fn save(keepsake: &Keepsake, path: &Path) -> Result<(), SaveError> {
    let page = draw(keepsake).map_err(SaveError::Drawing)?;
    file::write(path, |writer| encode(&page, keepsake, writer))
}

fn encode(page: &Picture, keepsake: &Keepsake, writer: impl Write) -> std::io::Result<()> {
    let mut encoder = Encoder::new(writer, page.width() as u32, page.height() as u32);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    let per_metre = (f64::from(DOTS_PER_INCH) / INCH).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }));
    let written = || -> Result<(), EncodingError> {
        let texts = [
            ("Description", keepsake.recipe.as_str()),
            ("Source", keepsake.origin.as_str()),
            (
                "Comment",
                "The results on this page are synthetic pictures.",
            ),
            ("Software", concat!("Stargrid ", env!("CARGO_PKG_VERSION"))),
        ];
        for (keyword, text) in texts {
            encoder.add_itxt_chunk(keyword.to_owned(), text.to_owned())?;
        }
        if !keepsake.exact.is_empty() {
            encoder.add_itxt_chunk("Recipe".to_owned(), keepsake.exact.clone())?;
        }
        encoder.add_itxt_chunk(XMP.to_owned(), packet())?;
        let mut writer = encoder.write_header()?;
        writer.write_image_data(page.rgb())?;
        writer.finish()
    };
    written().map_err(|error| match error {
        EncodingError::IoError(error) => error,
        other => std::io::Error::other(other),
    })
}

/// The XMP packet that says what kind of picture it is.
fn packet() -> String {
    format!(
        r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}"/>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#
    )
}
