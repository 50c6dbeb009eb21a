//! Asking for TLS on a connection that has begun without (RFC 4511 section 4.14).

use ldap3::asn1::{PL, StructureTag, parse_tag};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use types::DirectoryFault;

use super::frame;
use crate::directories::fault::{Answer, Fault};

/// Message 1: an extended request by the name 1.3.6.1.4.1.1466.20037.
const REQUEST: &[u8] = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";
/// Longest answer.
const MAX_ANSWER: usize = 4096;

/// Asks, and reads the answer to its last byte and no further: what follows is not encrypted by anybody.
///
/// # Errors
/// `start_tls_refused`, also for an answer that is none; `unreachable`.
pub(super) async fn ask(stream: &mut TcpStream) -> Answer<()> {
    let ended = |error: std::io::Error| Fault::told(DirectoryFault::Unreachable, &error.to_string());
    stream.write_all(REQUEST).await.map_err(ended)?;
    let mut answer = Vec::new();
    let length = loop {
        answer.push(stream.read_u8().await.map_err(ended)?);
        if let Some(length) = frame::length(&answer).map_err(refused)? {
            break length;
        }
    };
    if length > MAX_ANSWER {
        return Err(DirectoryFault::StartTlsRefused.into());
    }
    let begun = answer.len();
    answer.resize(length, 0);
    if let Some(rest) = answer.get_mut(begun..) {
        stream.read_exact(rest).await.map_err(ended)?;
    }
    frame::cost(&answer).map_err(refused)?;
    match parse_tag(&answer).ok().and_then(|(_, message)| result_code(message)) {
        Some(0) => Ok(()),
        code => {
            let why = code.map(|code| format!("result code {code}")).unwrap_or_default();
            Err(Fault::told(DirectoryFault::StartTlsRefused, &why))
        }
    }
}

fn refused(fault: Fault) -> Fault {
    Fault { kind: DirectoryFault::StartTlsRefused, ..fault }
}

/// The result of an extended response.
fn result_code(message: StructureTag) -> Option<u8> {
    let PL::C(parts) = message.payload else { return None };
    let response = parts.into_iter().nth(1).filter(|response| response.id == 24)?;
    let PL::C(parts) = response.payload else { return None };
    let PL::P(code) = parts.into_iter().next()?.payload else { return None };
    code.last().copied().filter(|_| code.len() == 1)
}
