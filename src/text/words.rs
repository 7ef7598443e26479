//! Words, their stems and the keys under which wordings match.
