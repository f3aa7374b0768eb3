/** What stands on the device of one act: whose it is and when, the rest sealed. */
interface SealedRow {
  readonly order?: number
  readonly owner: string
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

const databaseName = 'lanong-kept'
const table = 'acts'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1)
    request.onupgradeneeded = () => {
      const acts = request.result.createObjectStore(table, { keyPath: 'order', autoIncrement: true })
      acts.createIndex('owner', 'owner')
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Runs one request in a transaction of its own; settles when that is on disk. */
async function run<T>(mode: IDBTransactionMode, work: (acts: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(table, mode, { durability: 'strict' })
      const request = work(transaction.objectStore(table))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

/** How many acts wait on this device, whosever they are. */
export const countSealed = (): Promise<number> => run('readonly', (acts) => acts.count())

/** The key of a person, as the server told it after login; it is in memory only and leaves it by no way. */
export function importKey(base64: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function seal(key: CryptoKey, value: unknown): Promise<Pick<SealedRow, 'iv' | 'sealed'>> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const text = new TextEncoder().encode(JSON.stringify(value))
  return { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text) }
}

async function unseal<T>(key: CryptoKey, { iv, sealed }: SealedRow): Promise<T> {
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed)
  return JSON.parse(new TextDecoder().decode(text)) as T
}

/** Acts of one person on this device; others find their own only, and of these nothing can be read without the key. */
export class SealedStore<T> {
  readonly owner: string
  readonly key: CryptoKey

  constructor(owner: string, key: CryptoKey) {
    this.owner = owner
    this.key = key
  }

  async add(value: T): Promise<number> {
    const row: SealedRow = { owner: this.owner, ...(await seal(this.key, value)) }
    return Number(await run('readwrite', (acts) => acts.add(row)))
  }

  async put(order: number, value: T): Promise<void> {
    const row: SealedRow = { order, owner: this.owner, ...(await seal(this.key, value)) }
    await run('readwrite', (acts) => acts.put(row))
  }

  async remove(order: number): Promise<void> {
    await run('readwrite', (acts) => acts.delete(order))
  }

  async has(order: number): Promise<boolean> {
    return (await run('readonly', (acts) => acts.count(order))) > 0
  }

  /** In the order in which they were added. */
  async all(): Promise<readonly { readonly order: number; readonly value: T }[]> {
    const rows = await run<SealedRow[]>('readonly', (acts) => acts.index('owner').getAll(this.owner))
    const opened = rows.map(async (row) => ({ order: row.order ?? 0, value: await unseal<T>(this.key, row) }))
    return (await Promise.all(opened)).sort((a, b) => a.order - b.order)
  }
}
