//! A server that answers with more than anybody should read.

use ldap3::asn1::{PL, parse_tag, parse_uint};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What it answers to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flood {
    /// Entries with a value of a megabyte each, without end.
    Endless,
    /// One entry that says it has a gigabyte, and goes on sending.
    Huge,
    /// A message with parts in parts in parts, a hundred thousand deep.
    Deep,
    /// An entry whose values say that they are longer than the entry.
    Crooked,
}

/// Answers until nobody listens any more.
pub(super) async fn serve(mut stream: TcpStream, flood: Flood) -> std::io::Result<()> {
    let mut asked = Vec::new();
    loop {
        while let Some((number, operation, length)) = request(&asked) {
            asked.drain(..length);
            match operation {
                // A bind: it is fine.
                0 => stream.write_all(&message(number, part(0x61, &DONE))).await?,
                3 => return answer(&mut stream, number, flood).await,
                _ => return Ok(()),
            }
        }
        if stream.read_buf(&mut asked).await? == 0 {
            return Ok(());
        }
    }
}

/// Success, by nobody, with nothing to say.
const DONE: [u8; 7] = [0x0a, 1, 0, 0x04, 0, 0x04, 0];

async fn answer(stream: &mut TcpStream, number: u8, flood: Flood) -> std::io::Result<()> {
    match flood {
        Flood::Endless => {
            let values = part(0x31, &part(0x04, &vec![b'x'; 1024 * 1024]));
            let attribute = part(0x30, &[part(0x04, b"cn"), values].concat());
            let name = part(0x04, b"uid=endless,dc=vellmere,dc=example");
            let entry = message(number, part(0x64, &[name, part(0x30, &attribute)].concat()));
            loop {
                stream.write_all(&entry).await?;
            }
        }
        Flood::Huge => {
            stream.write_all(&[0x30, 0x84, 0x40, 0, 0, 0]).await?;
            let some = vec![0; 64 * 1024];
            loop {
                stream.write_all(&some).await?;
            }
        }
        Flood::Deep => {
            // From the innermost part outwards, written backwards.
            let mut deep = Vec::new();
            for _ in 0..100_000 {
                let length = u32::try_from(deep.len()).expect("a length");
                deep.extend(length.to_be_bytes().iter().rev());
                deep.extend([0x84, 0x30]);
            }
            deep.reverse();
            stream.write_all(&message(number, deep)).await?;
        }
        Flood::Crooked => {
            let entry = part(0x64, &[0x04, 0x7f, b'u', b'i', b'd']);
            stream.write_all(&message(number, entry)).await?;
        }
    }
    tokio::io::copy(stream, &mut tokio::io::sink()).await.map(drop)
}

/// Number, operation and length of the request that stands at the beginning, once it is whole.
fn request(bytes: &[u8]) -> Option<(u8, u64, usize)> {
    let (rest, whole) = parse_tag(bytes).ok()?;
    let PL::C(parts) = whole.payload else { return None };
    let mut parts = parts.into_iter();
    let PL::P(number) = parts.next()?.payload else { return None };
    let (_, number) = parse_uint(&number).ok()?;
    Some((u8::try_from(number).ok()?, parts.next()?.id, bytes.len() - rest.len()))
}

fn message(number: u8, operation: Vec<u8>) -> Vec<u8> {
    part(0x30, &[part(0x02, &[number]), operation].concat())
}

fn part(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("a length").to_be_bytes();
    [&[tag, 0x84][..], &length, content].concat()
}
