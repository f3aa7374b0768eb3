import { existsSync, statfsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { uuidv7 } from '#kernel/ids.ts'
import { lookAround, sayPart } from '#modules/operations/index.ts'
import { hasDemoAuthority, verifyPaper } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { appliedMigrations, migrationFiles } from '#platform/db/migrate.ts'
import { inTransaction } from '#platform/http/command.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { createRenderer } from '#platform/typst/renderer.ts'
import { commit } from '#store/commit.ts'
import { sequenceLedger } from '#store/ledger/sequence.ts'
import { readCurrent } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { watched } from './module-list.ts'
import type { OpenServices } from './open-services.ts'

/** One part that was tried. `note` says what was seen, or what is wrong and what to do. */
export interface PartTested {
  readonly part: string
  readonly ok: boolean
  readonly note: string
  readonly ms: number
}

type Try = (services: OpenServices, ctx: Context) => Promise<string>

const megabyte = 1024 * 1024

/** Servers before 0441 did not let their role look. */
function refusedByOlder(error: unknown): never {
  const old = (error as { readonly code?: string }).code === '42501'
  throw old ? new Error('the running server is older than this program; restart it') : error
}

/** Thrown inside a trial's transaction so that nothing of it stays. */
class Undo extends Error {}

const trials: Readonly<Record<string, Try>> = {
  async node() {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    if (major < 24 || (major === 24 && minor < 12))
      throw new Error(`Node.js ${process.versions.node}; 24.12 or newer is needed`)
    return process.versions.node
  },
  async disk({ config }) {
    const { bavail, bsize } = statfsSync(config.dataDir)
    const free = Math.round((bavail * bsize) / megabyte)
    if (free < 500) throw new Error(`${free} MB free in the data folder; make room`)
    return `${free} MB free`
  },
  async database({ db }) {
    const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(
      db,
    )
    return `PostgreSQL ${rows[0]?.version}`
  },
  async 'extensions of the database'({ db }) {
    const { rows } = await sql<{ name: string }>`
      select name from unnest(array['unaccent', 'pg_trgm', 'btree_gist']) as name
      where name not in (select extname from pg_extension)`.execute(db)
    const missing = rows.map((row) => row.name).join(', ')
    if (missing)
      throw new Error(
        `${missing} is missing; btree_gist keeps two patients out of one bed. Allow it at the provider`,
      )
    return 'unaccent, pg_trgm, btree_gist'
  },
  async 'schema of the database'({ pool }) {
    const known = await migrationFiles()
    const applied = await appliedMigrations(pool).catch(refusedByOlder)
    const waiting = known.filter((name) => !applied.includes(name))
    if (waiting.length > 0)
      throw new Error(
        `${waiting.length} changes wait (${waiting[0]}): the running server is older than this program; restart it, what is said below is of its age`,
      )
    const unknown = applied.find((name) => !known.includes(name))
    if (unknown) throw new Error(`it has ${unknown}: use the program of the running server, which is newer`)
    return applied.at(-1) ?? 'empty'
  },
  async 'rights of the server'({ db }) {
    const { rows } = await sql<{ name: string }>`
      select format('%s %s', table_name, privilege_type) as name from information_schema.role_table_grants
      where grantee = 'lanong_app' and table_schema = 'public' and privilege_type <> 'SELECT'
        and table_name in ('resource', 'resource_version', 'audit_event', 'event_pack', 'ledger_position', 'tree_head')`.execute(
      db,
    )
    if (rows.length > 0)
      throw new Error(`the server's role may write past the store: ${rows.map((row) => row.name).join(', ')}`)
    return 'clinical tables are written by the store only'
  },
  async 'code lists'({ db }) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from concept where facility = 1`.execute(db)
    if (!rows[0]?.n) throw new Error('empty; run lanong import, or lanong demo')
    return `${rows[0].n} entries`
  },
  async 'write, read and find'(_, ctx) {
    const id = ctx.newId()
    let seen = ''
    try {
      await inTransaction(ctx, async (tx) => {
        await commit(tx, [{ kind: 'create', id, resource: { resourceType: 'Basic', code: { text: 'doctor' } } }])
        const { hash } = await readCurrent(tx, 'Basic', id)
        const found = await searchResources(tx, 'Basic', { _id: id })
        if (found.length !== 1) throw new Error('what was written is not found')
        seen = hash.toString('hex').slice(0, 12)
        throw new Undo()
      })
    } catch (error) {
      if (!(error instanceof Undo)) throw error
    }
    return `hash ${seen}…, taken back`
  },
  async ledger(_, ctx) {
    const { size, root } = await sequenceLedger(ctx)
    return size === 0 ? 'empty' : `${size} leaves, root ${root.toString('hex').slice(0, 12)}…`
  },
  async files({ blobs }) {
    const bytes = Buffer.from('Lãn Ông')
    const hash = await blobs.put(bytes)
    if (!(await blobs.get(hash)).equals(bytes)) throw new Error('a file does not come back as it was written')
    return 'written and read back'
  },
  async printing() {
    const renderer = createRenderer(fileURLToPath(new URL('../../data/forms/', import.meta.url)))
    try {
      const { pdf } = await renderer.render({
        template: '_doctor/print.typ',
        data: { text: 'Nguyễn Thị Ổn' },
        at: new Date(0),
        standard: 'a-2b',
      })
      if (verifyPaper(pdf, { roots: [], crls: [] }).unreadable)
        throw new Error('the printed page cannot be read back')
      return `PDF/A of ${pdf.length} bytes`
    } finally {
      renderer.close()
    }
  },
  async 'signing authority'({ config, demo }) {
    if (!hasDemoAuthority(config.dataDir)) return 'none set up; papers cannot be signed yet'
    return demo ? 'demo authority' : 'demo authority: never for real patients'
  },
  async 'web application'() {
    if (!existsSync(fileURLToPath(new URL('../../dist/web/index.html', import.meta.url))))
      throw new Error('not built; run npm run build:web')
    return 'built'
  },
}

/** Tries every part; a part that fails does not keep the others from being tried. */
export async function selfTest(
  services: OpenServices,
  tell: (done: PartTested) => void,
): Promise<readonly PartTested[]> {
  const ctx = makeContext(services, { facility: 1, actor: systemActor, requestId: uuidv7() })
  const tested: PartTested[] = []
  for (const [part, trial] of Object.entries(trials)) {
    const startedAt = Date.now()
    const result = await trial(services, ctx).then(
      (note) => ({ ok: true, note }),
      (error: Error) => ({ ok: false, note: error.message }),
    )
    const done = { part, ...result, ms: Date.now() - startedAt }
    tested.push(done)
    tell(done)
  }
  for (const done of await standing(ctx)) {
    tested.push(done)
    tell(done)
  }
  return tested
}

/** What the page of the installation says of each part. */
async function standing(ctx: Context): Promise<readonly PartTested[]> {
  const startedAt = Date.now()
  const parts = await lookAround(ctx, watched)
  return parts.map((one) => ({
    part: `${one.area} ${one.part}`,
    ok: one.level !== 'red',
    note: `${one.level}: ${sayPart(one).en}`,
    ms: Date.now() - startedAt,
  }))
}
