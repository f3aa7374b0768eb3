/** What is signed of a tree head: five lines of text, docs/ledger.md §4. */
export interface HeadText {
  readonly facility: number
  /** Code of the facility, as the ministry lists it. */
  readonly code: string
  readonly size: number
  /** Hex. */
  readonly root: string
  /** ISO 8601 with milliseconds, UTC. */
  readonly at: string
}

export const headFormat = 'lanong-ledger-head/1'

export function headText(head: HeadText): string {
  const { facility, code, size, root, at } = head
  return `${headFormat}\nfacility ${facility} ${code}\nsize ${size}\nroot ${root}\nat ${at}\n`
}

const shape =
  /^lanong-ledger-head\/1\nfacility (\d+) (\S+)\nsize (\d+)\nroot ([0-9a-f]{64})\nat (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n$/

/** Undefined when it is no head. */
export function readHeadText(text: string): HeadText | undefined {
  const [, facility, code, size, root, at] = shape.exec(text) ?? []
  return code && root && at ? { facility: Number(facility), code, size: Number(size), root, at } : undefined
}
