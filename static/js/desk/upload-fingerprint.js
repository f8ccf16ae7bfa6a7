/* By what a file is recognised before it is sent: checksums of its first and last megabyte, as the server makes them,
   and its first bytes, which say what it is. */

const FINGERPRINT_PART_BYTES = 1 << 20;
const BEGINNING_BYTES = 1024;
// CRC-32 of ISO 3309, as in zip and PNG: its polynomial with the bits reversed
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  for (let bit = 0; bit < 8; bit += 1) number = number & 1 ? (number >>> 1) ^ 0xedb88320 : number >>> 1;
  return number;
});

/** Resolves to what the server is told of a file; rejects when it cannot be read (any more). */
export async function recognisedBy(file) {
  const [first, last] = await Promise.all([
    bytesOf(file.slice(0, FINGERPRINT_PART_BYTES)),
    bytesOf(file.slice(Math.max(0, file.size - FINGERPRINT_PART_BYTES))),
  ]);
  return {
    fingerprint: checksumOf(first) + checksumOf(last),
    beginning: btoa(String.fromCharCode(...first.subarray(0, BEGINNING_BYTES))),
  };
}

async function bytesOf(part) {
  return new Uint8Array(await part.arrayBuffer());
}

function checksumOf(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = CRC_TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}
