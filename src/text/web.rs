//! Addresses of the web.

/// Whether all of `text` is an address of the web, `http` or `https`. Nothing else is kept as one, opened or made a
/// link.
pub fn is_address(text: &str) -> bool {
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    plain && scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_the_web_is_one() {
        for address in ["https://a.test", "HTTP://a.test/b?c=“d”"] {
            assert!(is_address(address), "{address}");
        }
        for other in ["javascript:alert(1)", "file:///etc", "https://a.test/ b", "https://a\u{1b}[2J", "a.test", ""] {
            assert!(!is_address(other), "{other}");
        }
    }
}
