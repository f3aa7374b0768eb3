import { child, readDer } from './read.ts'
import { integer, sequence } from './write.ts'

/** The two numbers of an ECDSA signature side by side, as XML and JSON signatures want them; `size` bytes each. */
export function rawFromDer(signature: Buffer, size: number): Buffer {
  const node = readDer(signature)
  const parts = [0, 1].map((i) => {
    const bytes = child(node, i, 0x02).content
    const bare = bytes.length > size ? bytes.subarray(bytes.length - size) : bytes
    return Buffer.concat([Buffer.alloc(size - bare.length), bare])
  })
  return Buffer.concat(parts)
}

/** The same as DER, as certificates' tools want it. */
export function derFromRaw(signature: Buffer): Buffer {
  const half = signature.length / 2
  return sequence(integer(signature.subarray(0, half)), integer(signature.subarray(half)))
}
