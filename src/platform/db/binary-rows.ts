/** Types of columns that are written in PostgreSQL's binary form, with their fixed numbers (pg_type.dat). */
const numbers = {
  bool: 16,
  bytea: 17,
  char: 18,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  float8: 701,
  'int8[]': 1016,
  timestamptz: 1184,
  uuid: 2950,
} as const

export type ColumnType = keyof typeof numbers
/** A value of a column: Date for timestamptz, numbers below 2^53 for int8. */
export type Value = string | number | boolean | Buffer | Date | readonly number[] | null | undefined

/** Microseconds from 1970 to 2000, where PostgreSQL counts from. */
const epochMs = 946_684_800_000
const high = 4_294_967_296

/**
 * Writes a list of rows as one binary parameter: `$1::some_type[]`. Nothing is escaped and nothing is parsed on the
 * other side, and bytes stay bytes (as text they would be twice as long).
 * @see https://www.postgresql.org/docs/18/protocol-message-formats.html array_recv and record_recv
 */
export function binaryRows(
  typeNumber: number,
  columns: readonly ColumnType[],
  rows: readonly (readonly Value[])[],
): Buffer {
  const out = new Writer()
  out.int4(rows.length === 0 ? 0 : 1)
  out.int4(0)
  out.int4(typeNumber)
  if (rows.length === 0) return out.bytes()
  out.int4(rows.length)
  out.int4(1)
  for (const row of rows) {
    const from = out.open()
    out.int4(columns.length)
    for (let at = 0; at < columns.length; at++) writeColumn(out, columns[at] ?? 'text', row[at])
    out.close(from)
  }
  return out.bytes()
}

function writeColumn(out: Writer, column: ColumnType, value: Value): void {
  out.int4(numbers[column])
  if (value === null || value === undefined) out.int4(-1)
  else writers[column](out, value)
}

/** A value behind its length. */
const writers: Readonly<Record<ColumnType, (out: Writer, value: NonNullable<Value>) => void>> = {
  text: (out, value) => out.text(value as string),
  bytea: (out, value) => out.raw(value as Buffer),
  bool(out, value) {
    out.int4(1)
    out.int1(value ? 1 : 0)
  },
  char(out, value) {
    out.int4(1)
    out.int1((value as string).charCodeAt(0))
  },
  int2(out, value) {
    out.int4(2)
    out.int2(value as number)
  },
  int4(out, value) {
    out.int4(4)
    out.int4(value as number)
  },
  int8(out, value) {
    out.int4(8)
    out.int8(value as number)
  },
  float8(out, value) {
    out.int4(8)
    out.float8(value as number)
  },
  timestamptz(out, value) {
    out.int4(8)
    out.int8(((value as Date).getTime() - epochMs) * 1000)
  },
  uuid(out, value) {
    out.int4(16)
    out.hex((value as string).replaceAll('-', ''))
  },
  'int8[]'(out, value) {
    const list = value as readonly number[]
    const from = out.open()
    out.int4(list.length === 0 ? 0 : 1)
    out.int4(0)
    out.int4(numbers.int8)
    if (list.length > 0) {
      out.int4(list.length)
      out.int4(1)
      for (const one of list) {
        out.int4(8)
        out.int8(one)
      }
    }
    out.close(from)
  },
}

class Writer {
  #buffer = Buffer.allocUnsafe(8192)
  #at = 0

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at)
  }

  #room(wanted: number): number {
    const from = this.#at
    const end = from + wanted
    if (end > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, from)
      this.#buffer = larger
    }
    this.#at = end
    return from
  }

  int1(value: number): void {
    const at = this.#room(1)
    this.#buffer.writeUInt8(value, at)
  }

  int2(value: number): void {
    const at = this.#room(2)
    this.#buffer.writeInt16BE(value, at)
  }

  int4(value: number): void {
    const at = this.#room(4)
    this.#buffer.writeInt32BE(value, at)
  }

  int8(value: number): void {
    const at = this.#room(8)
    const top = Math.floor(value / high)
    this.#buffer.writeInt32BE(top, at)
    this.#buffer.writeUInt32BE(value - top * high, at + 4)
  }

  float8(value: number): void {
    const at = this.#room(8)
    this.#buffer.writeDoubleBE(value, at)
  }

  hex(value: string): void {
    const at = this.#room(value.length / 2)
    this.#buffer.write(value, at, 'hex')
  }

  raw(value: Buffer): void {
    this.int4(value.length)
    const at = this.#room(value.length)
    value.copy(this.#buffer, at)
  }

  text(value: string): void {
    const length = Buffer.byteLength(value)
    this.int4(length)
    const at = this.#room(length)
    this.#buffer.write(value, at)
  }

  /** Leaves room for the length of what follows until `close`. */
  open(): number {
    return this.#room(4)
  }

  close(from: number): void {
    this.#buffer.writeInt32BE(this.#at - from - 4, from)
  }
}
