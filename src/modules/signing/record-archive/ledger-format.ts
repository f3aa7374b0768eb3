/** Parts of an exported record beside papers and document; docs/ledger.md §5. */
export const headPath = 'ledger/head.txt'
export const leavesPath = 'ledger/leaves.json'
export const historyFolder = 'history/'
/** Files by their SHA-256. */
export const attachedFolder = 'files/'

export function historyPath(of: { readonly type: string; readonly id: string; readonly version: number }): string {
  return `${historyFolder}${of.type}/${of.id}/${of.version}.json`
}

/** A leaf with what proves its place under the head. */
export interface ExportedLeaf {
  readonly position: number
  readonly line: string
  readonly proof: readonly Buffer[]
}

/** One leaf a line. */
export function leavesText(size: number, leaves: readonly ExportedLeaf[]): string {
  const rows = leaves.map(({ position, line, proof }) =>
    JSON.stringify({ position, line, proof: proof.map((one) => one.toString('hex')) }),
  )
  return `{"size":${size},"leaves":[\n${rows.join(',\n')}\n]}\n`
}

interface Told {
  readonly position?: unknown
  readonly line?: unknown
  readonly proof?: unknown
}

const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

function readLeaf({ position, line, proof }: Told): ExportedLeaf | undefined {
  if (!Number.isSafeInteger(position) || typeof line !== 'string' || !Array.isArray(proof)) return undefined
  if (!proof.every(isHash)) return undefined
  return { position: position as number, line, proof: proof.map((one) => Buffer.from(one, 'hex')) }
}

/** Undefined when it is no list of leaves. */
export function readLeaves(
  bytes: Buffer | undefined,
): { readonly size: number; readonly leaves: readonly ExportedLeaf[] } | undefined {
  try {
    const { size, leaves } = JSON.parse(bytes?.toString('utf8') ?? '') as { size?: unknown; leaves?: Told[] }
    const read = (leaves ?? []).map(readLeaf)
    if (!Number.isSafeInteger(size) || read.some((leaf) => leaf === undefined)) return undefined
    return { size: size as number, leaves: read.filter((leaf) => leaf !== undefined) }
  } catch {
    return undefined
  }
}

const beginnings: readonly (readonly [ending: string, at: number, bytes: Buffer])[] = [
  ['.pdf', 0, Buffer.from('%PDF')],
  ['.png', 0, Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['.jpg', 0, Buffer.from([0xff, 0xd8, 0xff])],
  ['.tiff', 0, Buffer.from('II*\0', 'latin1')],
  ['.tiff', 0, Buffer.from('MM\0*', 'latin1')],
  ['.dcm', 128, Buffer.from('DICM')],
  ['.xml', 0, Buffer.from('<')],
  ['.json', 0, Buffer.from('{')],
]

/** Ending of a file's name by its first bytes, so that a reader's programs open it. */
export function fileEnding(bytes: Buffer): string {
  const found = beginnings.find(([, at, start]) => bytes.subarray(at, at + start.length).equals(start))
  return found?.[0] ?? '.bin'
}
