//! How a server ends.

use std::{io::Read, net::TcpStream};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Home, http};

#[test]
fn sigterm_and_sigint_end_with_0() {
    let home = Home::with_admin();
    for signal in [Signal::TERM, Signal::INT] {
        let mut server = home.serve(&[]);
        assert_eq!(http(&server.address(), "GET", "/healthz", &[], None).unwrap().0, 200);
        // A client that keeps its connection open does not keep the server.
        let mut idle = TcpStream::connect(server.address()).unwrap();
        kill_process(Pid::from_child(&server.child), signal).unwrap();
        let status = server.child.wait().unwrap();
        assert_eq!(status.code(), Some(0), "{signal:?}");
        let _ = idle.read_to_end(&mut Vec::new());
    }
}

#[test]
fn a_second_start_finds_what_the_first_has_left() {
    let home = Home::with_admin();
    let token = home.token();
    let user = serde_json::json!({ "username": "amira", "display_name": "Amira", "email": "amira@vellmere.example" });
    let first = home.serve(&[]);
    let made = first.rest(&token, "POST", "/api/v1/users", Some(&user));
    first.kill();
    let second = home.serve(&[]);
    let path = format!("/api/v1/users/{}", made["id"].as_str().unwrap());
    assert_eq!(second.rest(&token, "GET", &path, None)["username"], "amira");
}
