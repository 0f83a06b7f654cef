//! The bundled demo pictures: four domains of drawn creatures (DiceBear, CC0), held out from the demo model's training.

/// One bundled picture.
#[derive(Clone, Copy, Debug)]
pub struct DemoPicture {
    /// Its name, as a file would have it.
    pub name: &'static str,
    /// The domain it was drawn for.
    pub domain: &'static str,
    /// The PNG.
    pub bytes: &'static [u8],
}

macro_rules! picture {
    ($domain:literal, $name:literal) => {
        DemoPicture {
            name: $name,
            domain: $domain,
            bytes: include_bytes!(concat!("../../assets/demo/pictures/", $domain, "/", $name)),
        }
    };
}

/// All bundled pictures, domain by domain.
pub static PICTURES: [DemoPicture; 24] = [
    picture!("clay", "clay-0000.png"),
    picture!("clay", "clay-0001.png"),
    picture!("clay", "clay-0002.png"),
    picture!("clay", "clay-0003.png"),
    picture!("clay", "clay-0004.png"),
    picture!("clay", "clay-0005.png"),
    picture!("critters", "critters-0000.png"),
    picture!("critters", "critters-0001.png"),
    picture!("critters", "critters-0002.png"),
    picture!("critters", "critters-0003.png"),
    picture!("critters", "critters-0004.png"),
    picture!("critters", "critters-0005.png"),
    picture!("moods", "moods-0000.png"),
    picture!("moods", "moods-0001.png"),
    picture!("moods", "moods-0002.png"),
    picture!("moods", "moods-0003.png"),
    picture!("moods", "moods-0004.png"),
    picture!("moods", "moods-0005.png"),
    picture!("sprouts", "sprouts-0000.png"),
    picture!("sprouts", "sprouts-0001.png"),
    picture!("sprouts", "sprouts-0002.png"),
    picture!("sprouts", "sprouts-0003.png"),
    picture!("sprouts", "sprouts-0004.png"),
    picture!("sprouts", "sprouts-0005.png"),
];

/// The first screen's sources: places in [`PICTURES`], a mix of domains.
pub const SOURCES: [usize; 6] = [0, 6, 8, 12, 14, 19];

/// The first screen's references: one of each domain.
pub const REFERENCES: [usize; 4] = [1, 7, 13, 20];
