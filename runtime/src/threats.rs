#![doc = include_str!("../THREATS.md")]
