import { crc32, deflateSync } from "node:zlib";

type Pixel = (x: number, y: number) => [number, number, number, number];

/** A picture as PNG, drawn pixel by pixel. */
export function png(width: number, height: number, pixel: Pixel): Buffer {
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(pixel(x, y), y * (width * 4 + 1) + 1 + x * 4);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

/** A logo as organisations have them: a disc and a word of bars, on nothing. */
export function logo(ink: [number, number, number]): Buffer {
  return png(640, 96, (x, y) => {
    const disc = (x - 48) ** 2 + (y - 48) ** 2 < 44 ** 2 && (x - 62) ** 2 + (y - 48) ** 2 > 22 ** 2;
    const bar = x > 130 && x % 56 < 34 && y > 24 && y < 72 && !(x % 56 > 12 && x % 56 < 22 && y > 40);
    return [...ink, disc || bar ? 255 : 0];
  });
}
