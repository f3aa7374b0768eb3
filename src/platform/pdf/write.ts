import type { PdfString, PdfValue } from './objects.ts'

const escapeName = (name: string): string =>
  `/${name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (sign) => `#${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)}`

function writeString(value: PdfString): string {
  if (value.hex) return `<${value.bytes.toString('hex')}>`
  const inner = value.bytes
    .toString('latin1')
    .replace(/[\\()\r\n]/g, (sign) => (sign === '\r' ? '\\r' : sign === '\n' ? '\\n' : `\\${sign}`))
  return `(${inner})`
}

/** One object as PDF text, Latin-1. A stream is written by `writeObject`. */
export function writeValue(value: PdfValue): string {
  switch (value.kind) {
    case 'null':
      return 'null'
    case 'boolean':
      return String(value.value)
    case 'number':
      return value.text
    case 'name':
      return escapeName(value.name)
    case 'string':
      return writeString(value)
    case 'ref':
      return `${value.num} ${value.gen} R`
    case 'array':
      return `[${value.items.map(writeValue).join(' ')}]`
    case 'dict':
      return `<<${[...value.entries].map(([key, item]) => `${escapeName(key)} ${writeValue(item)}`).join('\n')}>>`
    case 'stream':
      throw new TypeError('a stream stands only as an object of its own')
  }
}

/** `n 0 obj … endobj` with end-of-line marks where PDF/A asks for them (ISO 19005-2 §6.1.8). */
export function writeObject(objectNumber: number, value: PdfValue): Buffer {
  const head = `${objectNumber} 0 obj\n`
  if (value.kind !== 'stream') return Buffer.from(`${head}${writeValue(value)}\nendobj\n`, 'latin1')
  const entries = new Map(value.dict.entries)
  entries.set('Length', { kind: 'number', text: String(value.raw.length) })
  return Buffer.concat([
    Buffer.from(`${head}${writeValue({ kind: 'dict', entries })}\nstream\n`, 'latin1'),
    value.raw,
    Buffer.from('\nendstream\nendobj\n', 'latin1'),
  ])
}
