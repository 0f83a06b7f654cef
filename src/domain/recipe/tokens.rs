//! A recipe's text, cut into words, quoted names and marks.

use super::RecipeFault;
use super::names::is_plain;

/// A piece of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A plain word, a keyword or a number.
    Word(String),
    /// A name in quotes.
    Quoted(String),
    /// `% , ( ) [ ]`
    Mark(char),
}

/// Cuts a text up.
pub(super) fn cut(text: &str) -> Result<Vec<Token>, RecipeFault> {
    let mut tokens = Vec::new();
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            space if space.is_whitespace() => {}
            '"' => tokens.push(Token::Quoted(quoted(&mut letters)?)),
            '%' | ',' | '(' | ')' | '[' | ']' => tokens.push(Token::Mark(letter)),
            plain if is_plain(plain) => {
                let mut word = String::from(plain);
                while let Some(next) = letters.next_if(|next| is_plain(*next)) {
                    word.push(next);
                }
                tokens.push(Token::Word(word));
            }
            other => {
                let fault = format!("a name with \"{other}\" in it has to stand in quotes");
                return Err(RecipeFault::Form(fault));
            }
        }
    }
    // The full stop of a sentence is no part of its last word: bare names never end in one.
    if let Some(Token::Word(last)) = tokens.last_mut() {
        last.truncate(last.trim_end_matches('.').len());
        if last.is_empty() {
            tokens.pop();
        }
    }
    Ok(tokens)
}

fn quoted(letters: &mut impl Iterator<Item = char>) -> Result<String, RecipeFault> {
    let mut name = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return Ok(name),
            '\\' => match letters.next() {
                Some('n') => name.push('\n'),
                Some('r') => name.push('\r'),
                Some(other) => name.push(other),
                None => break,
            },
            other => name.push(other),
        }
    }
    Err(RecipeFault::Form("a quote is not closed".to_owned()))
}
