//! Reads the sentence of a recipe back.
//!
//! ```text
//! recipe   = picture what {"," extra}
//! picture  = name ["[" {digest | "crop" x y width height | "aligned"} "]"]
//! what     = "as" [article] (branch style | branch "," mix | mix | label) | "with" names ["without" names] | "without" names | "unchanged"
//! mix      = share {"," share} "and" share
//! share    = number "%" (["branch"] style | "(" mix ")")
//! style    = "in" "the" "style" "of" picture | "at" "its" "mean" | ["from"] ("seed" number ["moved" "to" numbers] | "latent" numbers) ["at" "psi" number]
//! extra    = "strength" n | "under" "the" "mask" "of" set | "of" "the" "set" set | "having" names | "eye" "strength" n | "mask" "painted" runs | "by" model
//! ```

use super::rebuild::mixed;
use super::tokens::{Token, cut};
use super::{
    BranchRecipe, EyeRecipe, LabelRecipe, ModelRecipe, PictureRecipe, Recipe, RecipeFault,
    StyleRecipe,
};
use crate::domain::CropBox;
use crate::domain::eye::EditMap;

/// Longest text that is looked at, in bytes.
const LONGEST: usize = 64 << 10;
/// Deepest nesting of brackets.
const DEEPEST: usize = 16;

/// The recipe of a text that [`Recipe::text`], [`Recipe::sentence`] or a person wrote, or of the JSON in a PNG.
///
/// # Errors
/// A sentence that says what was expected where.
pub fn parse(text: &str) -> Result<Recipe, RecipeFault> {
    if text.len() > LONGEST {
        return Err(RecipeFault::Form(
            "the text is too long for a recipe".to_owned(),
        ));
    }
    if text.trim_start().starts_with('{') {
        return Recipe::from_json(text);
    }
    let tokens = cut(text)?;
    let mut reader = Reader { tokens, at: 0 };
    let recipe = reader.recipe()?;
    recipe.check()?;
    Ok(recipe)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn recipe(&mut self) -> Result<Recipe, RecipeFault> {
        let source = self.picture()?;
        let style = self.what()?;
        let mut recipe = Recipe::new(source, style);
        while self.mark(',') {
            self.extra(&mut recipe)?;
        }
        match self.tokens.get(self.at) {
            None => Ok(recipe),
            Some(_) => Err(self.expected("the end, or a comma")),
        }
    }

    fn picture(&mut self) -> Result<PictureRecipe, RecipeFault> {
        let mut picture = PictureRecipe {
            name: self.name("a picture's name")?,
            ..PictureRecipe::default()
        };
        if !self.mark('[') {
            return Ok(picture);
        }
        while !self.mark(']') {
            if self.word("crop") {
                let mut side = || self.number();
                let [x, y, width, height] = [side()?, side()?, side()?, side()?];
                picture.crop = Some(CropBox {
                    x,
                    y,
                    width,
                    height,
                });
            } else if self.word("aligned") {
                picture.aligned = true;
            } else {
                picture.pixels = self.digest()?;
            }
        }
        Ok(picture)
    }

    fn digest(&mut self) -> Result<String, RecipeFault> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) if word.chars().all(|digit| digit.is_ascii_hexdigit()) => {
                let digest = word.to_lowercase();
                self.at += 1;
                Ok(digest)
            }
            _ => Err(self.expected("a digest, a crop or a closing bracket")),
        }
    }

    fn what(&mut self) -> Result<StyleRecipe, RecipeFault> {
        if self.word("unchanged") {
            return Ok(labels(Vec::new(), false));
        }
        let mut switched = Vec::new();
        for (word, holds) in [("with", true), ("without", false)] {
            if self.word(word) {
                let names = self.names()?;
                switched.extend(names.into_iter().map(|name| (name, holds)));
            }
        }
        if !switched.is_empty() {
            return Ok(labels(switched, false));
        }
        if !self.word("as") {
            return Err(self.expected("\"as\", \"with\", \"without\" or \"unchanged\""));
        }
        if self.is_share() {
            return self.mix(None, 0);
        }
        let _ = self.word("a") || self.word("an");
        let branch = self.branch()?;
        if self.is_style() {
            return self.style(branch);
        }
        let next = self.at;
        if self.mark(',') && self.is_share() {
            return self.mix(Some(&branch), 0);
        }
        self.at = next;
        Ok(labels(vec![(branch.name, true)], true))
    }

    /// Names joined by "and".
    fn names(&mut self) -> Result<Vec<String>, RecipeFault> {
        let mut names = vec![self.name("a label's name")?];
        while self.word("and") {
            names.push(self.name("a label's name")?);
        }
        Ok(names)
    }

    fn branch(&mut self) -> Result<BranchRecipe, RecipeFault> {
        let name = self.name("a branch")?;
        Ok(BranchRecipe { name, index: None })
    }

    fn mix(
        &mut self,
        branch: Option<&BranchRecipe>,
        depth: usize,
    ) -> Result<StyleRecipe, RecipeFault> {
        let mut parts = vec![self.share(branch, depth)?];
        loop {
            let next = self.at;
            if (self.mark(',') || self.word("and")) && self.is_share() {
                parts.push(self.share(branch, depth)?);
            } else {
                self.at = next;
                break;
            }
        }
        let sum: f64 = parts.iter().map(|(share, _)| share).sum();
        let wrong = parts.iter().any(|(share, _)| !share.is_finite()) || sum <= 0.0;
        let mixed = mixed(parts).filter(|_| !wrong);
        mixed.ok_or_else(|| {
            RecipeFault::Form("the shares of a mix have to add up to something".to_owned())
        })
    }

    fn share(
        &mut self,
        branch: Option<&BranchRecipe>,
        depth: usize,
    ) -> Result<(f64, StyleRecipe), RecipeFault> {
        let share = self.number()?;
        if !self.mark('%') {
            return Err(self.expected("%"));
        }
        if self.mark('(') {
            if depth >= DEEPEST {
                return Err(RecipeFault::Value("too many blends of blends"));
            }
            let inner = self.mix(branch, depth + 1)?;
            if !self.mark(')') {
                return Err(self.expected("a closing bracket"));
            }
            return Ok((share, inner));
        }
        let branch = match branch {
            Some(branch) if self.is_style() => branch.clone(),
            _ => {
                let _ = self.word("a") || self.word("an");
                self.branch()?
            }
        };
        Ok((share, self.style(branch)?))
    }

    fn style(&mut self, branch: BranchRecipe) -> Result<StyleRecipe, RecipeFault> {
        if self.words(&["in", "the", "style", "of"]) {
            let picture = self.picture()?;
            return Ok(StyleRecipe::Reference { picture, branch });
        }
        if self.words(&["at", "its", "mean"]) {
            return Ok(StyleRecipe::Mean { branch });
        }
        let _ = self.word("from");
        let (seed, z) = if self.word("seed") {
            let seed = Some(self.number()?);
            let moved = self.word("moved");
            let z = (moved && self.word("to"))
                .then(|| self.numbers())
                .transpose()?;
            if moved && z.is_none() {
                let fault =
                    "a seed was moved, but the text does not say where to: copy the recipe as text";
                return Err(RecipeFault::Form(fault.to_owned()));
            }
            (seed, z)
        } else if self.word("latent") {
            (None, Some(self.numbers()?))
        } else {
            return Err(self.expected("\"in the style of\", or \"from seed\""));
        };
        let psi = if self.words(&["at", "psi"]) {
            self.number()?
        } else {
            1.0
        };
        Ok(StyleRecipe::Latent {
            seed,
            z,
            branch,
            psi,
        })
    }

    fn extra(&mut self, recipe: &mut Recipe) -> Result<(), RecipeFault> {
        let plain = || EyeRecipe {
            strength: 1.0,
            painted: EditMap::default(),
        };
        if self.words(&["eye", "strength"]) {
            recipe.eye.get_or_insert_with(plain).strength = self.number()?;
        } else if self.words(&["mask", "painted"]) {
            let runs = self.name("a painting, as in 4000-96p")?;
            let painted = EditMap::try_from(runs).map_err(RecipeFault::Form)?;
            recipe.eye.get_or_insert_with(plain).painted = painted;
        } else if self.word("by") {
            let name = self.name("a model's name")?;
            let mut model = ModelRecipe {
                name,
                ..ModelRecipe::default()
            };
            if self.mark('[') {
                model.digest = self.digest()?;
                if !self.mark(']') {
                    return Err(self.expected("a closing bracket"));
                }
            }
            recipe.model = Some(model);
        } else if let StyleRecipe::Labels(labels) = &mut recipe.style {
            self.label_extra(labels)?;
        } else {
            return Err(self.expected("\"eye strength\", \"mask painted\" or \"by\""));
        }
        Ok(())
    }

    fn label_extra(&mut self, labels: &mut LabelRecipe) -> Result<(), RecipeFault> {
        if self.word("strength") {
            labels.strength = self.number()?;
        } else if self.words(&["under", "the", "mask", "of"]) {
            labels.mask = Some(self.name("a set of labels")?);
        } else if self.words(&["of", "the", "set"]) {
            labels.set = self.name("a set of labels")?;
        } else if self.word("having") && self.mark('[') {
            let mut own = Vec::new();
            while !self.mark(']') {
                own.push(self.name("a label's name, or a closing bracket")?);
            }
            labels.own = Some(own);
        } else {
            return Err(
                self.expected("\"strength\", \"under the mask of\", \"of the set\" or \"having\"")
            );
        }
        Ok(())
    }

    fn numbers(&mut self) -> Result<Vec<f32>, RecipeFault> {
        if !self.mark('[') {
            return Err(self.expected("numbers in brackets"));
        }
        let mut numbers = Vec::new();
        while !self.mark(']') {
            numbers.push(self.number()?);
        }
        Ok(numbers)
    }

    fn number<N: std::str::FromStr>(&mut self) -> Result<N, RecipeFault> {
        let number = match self.tokens.get(self.at) {
            Some(Token::Word(word)) => word.parse().ok(),
            _ => None,
        };
        let number = number.ok_or_else(|| self.expected("a number"))?;
        self.at += 1;
        Ok(number)
    }

    fn name(&mut self, what: &str) -> Result<String, RecipeFault> {
        let name = match self.tokens.get(self.at) {
            Some(Token::Word(name) | Token::Quoted(name)) => name.clone(),
            _ => return Err(self.expected(what)),
        };
        self.at += 1;
        Ok(name)
    }

    fn mark(&mut self, mark: char) -> bool {
        let is = self.tokens.get(self.at) == Some(&Token::Mark(mark));
        self.at += usize::from(is);
        is
    }

    fn word(&mut self, word: &str) -> bool {
        let is = matches!(self.tokens.get(self.at), Some(Token::Word(found)) if found == word);
        self.at += usize::from(is);
        is
    }

    /// All of these words, or none.
    fn words(&mut self, words: &[&str]) -> bool {
        let before = self.at;
        let all = words.iter().all(|word| self.word(word));
        if !all {
            self.at = before;
        }
        all
    }

    /// Whether a share begins here: a number and a per cent sign.
    fn is_share(&self) -> bool {
        let number = matches!(self.tokens.get(self.at), Some(Token::Word(word)) if word.parse::<f64>().is_ok());
        number && self.tokens.get(self.at + 1) == Some(&Token::Mark('%'))
    }

    fn is_style(&self) -> bool {
        let begins = ["in", "from", "seed", "latent", "at"];
        matches!(self.tokens.get(self.at), Some(Token::Word(word)) if begins.contains(&word.as_str()))
    }

    fn expected(&self, what: &str) -> RecipeFault {
        let found = match self.tokens.get(self.at) {
            Some(Token::Word(word) | Token::Quoted(word)) => format!("\"{word}\""),
            Some(Token::Mark(mark)) => format!("\"{mark}\""),
            None => "the end".to_owned(),
        };
        RecipeFault::Form(format!("{what} was expected where {found} stands"))
    }
}

/// A typed request for labels.
fn labels(switched: Vec<(String, bool)>, classes: bool) -> StyleRecipe {
    StyleRecipe::Labels(LabelRecipe {
        classes,
        switched,
        strength: 1.0,
        ..LabelRecipe::default()
    })
}
