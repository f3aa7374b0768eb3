import { createHash } from 'node:crypto'
import { GrowingTree } from '#store/ledger/growing-tree.ts'
import { versionLine } from '#store/ledger/leaf-line.ts'
import { leafHash } from '#store/ledger/merkle.ts'

interface Seen {
  readonly size: number
  readonly root: string
}

/** What the ledger of a server says of itself: its leaves, read anew each time, against every head that was seen before. */
export interface LedgerWatch {
  /** Reads all leaves; `settled` waits until none is left without its place. */
  look(url: string, settled?: boolean): Promise<void>
  /** Writes whose leaf is not in the ledger as it was read last. */
  without(url: string, token: string, ids: readonly string[]): Promise<readonly string[]>
  /** Sizes at which the ledger is another than it was. */
  readonly forked: readonly number[]
  readonly heads: number
}

export function watchLedger(): LedgerWatch {
  const seen: Seen[] = []
  const forked: number[] = []
  let leaves = new Set<string>()
  return {
    forked,
    get heads() {
      return seen.length
    },
    async look(url, settled = false) {
      const cookie = await logIn(url)
      const { size } = await sizeOf(url, cookie, settled)
      const tree = new GrowingTree()
      const sizes = new Map(seen.map((one) => [one.size, one.root]))
      const found = new Set<string>()
      for await (const hash of leavesOf(url, cookie, size)) {
        found.add(hash)
        tree.add(Buffer.from(hash, 'hex'))
        const known = sizes.get(tree.size)
        if (known && known !== tree.root().toString('hex')) forked.push(tree.size)
      }
      for (const one of seen) if (one.size > size) forked.push(one.size)
      if (size > 0 && !sizes.has(size)) seen.push({ size, root: tree.root().toString('hex') })
      leaves = found
    },
    async without(url, token, ids) {
      const missing: string[] = []
      for (const id of ids) if (!leaves.has(await leafOf(url, token, id))) missing.push(id)
      return missing
    },
  }
}

async function logIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName: 'quantri', password: 'quantri-Demo-2026' }),
  })
  if (!answer.ok) throw new Error(`login: status ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

async function get<T>(url: string, cookie: string, path: string): Promise<T> {
  const answer = await fetch(`${url}/api/ledger${path}`, { headers: { cookie } })
  if (!answer.ok) throw new Error(`${path}: status ${answer.status}`)
  return (await answer.json()) as T
}

/** The login is itself an event, so something may always wait: settled is when what was there at first has its place. */
async function sizeOf(url: string, cookie: string, settled: boolean): Promise<{ readonly size: number }> {
  const read = () => get<{ size: number; waiting: number }>(url, cookie, '/heads?count=1')
  let now = await read()
  const wanted = now.size + now.waiting
  for (const end = Date.now() + 120_000; settled && now.size < wanted && Date.now() < end; now = await read())
    await new Promise((next) => setTimeout(next, 500))
  if (settled && now.size < wanted) throw new Error(`${wanted - now.size} leaves never got their place`)
  return now
}

const page = 10_000

async function* leavesOf(url: string, cookie: string, size: number): AsyncGenerator<string> {
  for (let from = 0; from < size; from += page) {
    const count = Math.min(page, size - from)
    const { leafHashes } = await get<{ leafHashes: string[] }>(url, cookie, `/leaves?from=${from}&count=${count}`)
    if (leafHashes.length !== count)
      throw new Error(`${count} leaves asked from ${from}, ${leafHashes.length} told`)
    yield* leafHashes
  }
}

/** The leaf made from the bytes that the server sends now. */
async function leafOf(url: string, token: string, id: string): Promise<string> {
  const answer = await fetch(`${url}/fhir/R4/${id}`, { headers: { authorization: `Bearer ${token}` } })
  const hash = createHash('sha256')
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest()
  const [type = '', name = ''] = id.split('/')
  return leafHash(Buffer.from(versionLine({ facility: 1, type, id: name, version: 1, hash }))).toString('hex')
}
