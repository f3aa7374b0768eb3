// The least that a server on node:http and PostgreSQL can do when no answer may leave before it is safely noted who read or
// wrote what: no login, no access rule, no validation, no search index, no ledger. What it reaches is what any design of this
// kind can hope for on this machine. Started by tools/bench/least.ts; tables of raw-pg.mjs with one more for the notes.
//   node tools/bench/least-server.ts SOCKET_FOLDER PORT DATABASE
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { leastSearches } from './least-searches.ts'

const [host = '', port = '', database = ''] = process.argv.slice(2)
const pool = new pg.Pool({ host, port: Number(port), user: 'postgres', database, max: 8 })
const kept = new Map<string, Buffer>()

interface Noted {
  readonly id: string
  readonly body: string | null
  readonly done: () => void
}

/** What came meanwhile is one statement and one commit. */
function inGroups(name: string, text: string): (id: string, body?: string) => Promise<void> {
  let waiting: Noted[] = []
  let running = 0
  const pump = () => {
    while (running < 2 && waiting.length > 0) {
      const group = waiting
      waiting = []
      running++
      const values = [group.map(({ id }) => id), ...(name === 'look' ? [] : [group.map(({ body }) => body)])]
      pool.query({ name, text, values }).then(
        () => {
          for (const { done } of group) done()
          running--
          pump()
        },
        (cause) => {
          throw cause
        },
      )
    }
  }
  return (id, body) =>
    new Promise((done) => {
      waiting.push({ id, body: body ?? null, done })
      if (waiting.length === 1) setImmediate(pump)
    })
}

const noting = 'insert into note select gen_random_uuid(), now(), id from'
const look = inGroups('look', `${noting} unnest($1::text[]) id`)
const writes = {
  POST: inGroups(
    'create',
    `with given as (select * from unnest($1::uuid[], $2::jsonb[]) u(id, body)),
       made as (insert into res_full (id, body, patient, code, date, val)
         select id, body, gen_random_uuid(), '2345-7', now(), random() from given),
       told as (${noting} given)
     insert into hist (id, version, body) select id, 1, body from given`,
  ),
  PUT: inGroups(
    'update',
    `with given as (select * from unnest($1::uuid[], $2::jsonb[]) u(id, body)),
       made as (update res_full r set version = r.version + 1, body = g.body, updated = now() from given g
         where r.id = g.id returning r.id, r.version, r.body),
       told as (${noting} given)
     insert into hist (id, version, body) select id, version, body from made`,
  ),
  DELETE: inGroups(
    'delete',
    `with given as (select * from unnest($1::uuid[], $2::jsonb[]) u(id, body)),
       made as (delete from res_full r using given g where r.id = g.id returning r.id, r.version),
       told as (${noting} given)
     insert into hist (id, version, body) select id, version + 1, '{}' from made`,
  ),
}

function answer(res: ServerResponse, status: number, body: Buffer): void {
  res.writeHead(status, { 'Content-Type': 'application/fhir+json', 'Content-Length': body.length })
  res.end(body)
}

async function search(params: URLSearchParams): Promise<Buffer> {
  const [name = '', value = ''] = [...params][0] ?? []
  const text = leastSearches[name]
  if (text === undefined) throw new Error(`no search ${name}`)
  const { rows } = await pool.query<{ body: string }>({ name, text, values: [value] })
  await look(`Observation?${params}`)
  const entries = rows.map(({ body }) => `{"fullUrl":"Observation/","resource":${body},"search":{"mode":"match"}}`)
  return Buffer.from(`{"resourceType":"Bundle","type":"searchset","entry":[${entries.join(',')}]}`)
}

async function handle(req: IncomingMessage, res: ServerResponse, sent: Buffer): Promise<void> {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://least')
  const id = pathname.slice(pathname.lastIndexOf('/') + 1)
  if (req.method === 'GET' && searchParams.size > 0) return answer(res, 200, await search(searchParams))
  if (req.method === 'GET') {
    const body = kept.get(id)
    await look(id)
    return answer(res, body ? 200 : 404, body ?? Buffer.alloc(0))
  }
  if (req.method === 'DELETE') {
    await writes.DELETE(id)
    kept.delete(id)
    res.writeHead(204)
    res.end()
    return
  }
  const resource = JSON.parse(sent.toString()) as { id?: string }
  if (req.method === 'POST') resource.id = randomUUID()
  const text = JSON.stringify(resource)
  const body = Buffer.from(text)
  await writes[req.method === 'POST' ? 'POST' : 'PUT'](resource.id ?? id, text)
  kept.set(resource.id ?? id, body)
  answer(res, req.method === 'POST' ? 201 : 200, body)
}

const server = createServer((req, res) => {
  const parts: Buffer[] = []
  req.on('data', (part: Buffer) => parts.push(part))
  req.on('end', () => void handle(req, res, Buffer.concat(parts)))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${(server.address() as AddressInfo).port}\n`))
