import { random } from '../hostile-bodies.ts'

const odd: readonly Buffer[] = [
  '',
  '\0',
  '\ufeff',
  '\ud800',
  '𝕳',
  '\u202e',
  'Ă',
  '-',
  '.',
  '%',
  "'",
  '"',
  '\\',
  '/',
  '<',
  '>',
  '&',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '|',
  '$',
  '#',
  ',',
  ';',
  ':',
  '=',
  '\t',
  '\r\n',
  '9'.repeat(40),
  '1e999',
  '-0',
  'NaN',
  '__proto__',
  'null',
  '9999-12-31T24:60:60+99:99',
  '0000-00-00',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '%00',
  '../',
  'a'.repeat(300),
].map((text) => Buffer.from(text))

/** Inputs made out of good ones: bytes turned, parts cut, doubled, exchanged with parts of others, odd pieces put in. */
export function mutator(seed: number): (samples: readonly Buffer[]) => Buffer {
  const next = random(seed)
  const below = (n: number) => Math.floor(next() * n)
  const one = (bytes: Buffer, samples: readonly Buffer[]): Buffer => {
    const [a, b] = [below(bytes.length + 1), below(bytes.length + 1)].sort((x, y) => x - y) as [number, number]
    const between = (middle: Buffer) => Buffer.concat([bytes.subarray(0, a), middle, bytes.subarray(b)])
    switch (below(7)) {
      case 0: {
        const turned = Buffer.from(bytes)
        if (turned.length > 0) turned[a % turned.length] = below(256)
        return turned
      }
      case 1:
        return between(Buffer.alloc(0))
      case 2:
        return bytes.length > 20_000 ? bytes : between(Buffer.concat([bytes.subarray(a, b), bytes.subarray(a, b)]))
      case 3: {
        const other = samples[below(samples.length)] ?? bytes
        return between(other.subarray(below(other.length + 1)))
      }
      case 4:
        return Buffer.concat([bytes.subarray(0, a), odd[below(odd.length)] ?? bytes, bytes.subarray(a)])
      case 5:
        return between(odd[below(odd.length)] ?? bytes)
      default:
        return bytes.subarray(0, a)
    }
  }
  return (samples) => {
    let bytes = samples[below(samples.length)] ?? Buffer.alloc(0)
    for (let times = 1 + below(4); times > 0; times--) bytes = one(bytes, samples)
    return bytes.subarray(0, 50_000)
  }
}
