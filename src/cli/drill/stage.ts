import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Facts, Plan } from '#modules/drills/index.ts'
import { demoPassword } from '#modules/identity/index.ts'
import { blobPath } from '#platform/blob-file.ts'
import { blobFolderOf } from '#platform/blobs.ts'
import type { Config } from '#platform/config.ts'
import { type Visitor, visitorAt } from './visitor.ts'

export interface Staging {
  readonly url: string
  /** Settings of the demo hospital: its file folder is attacked where it lies. */
  readonly config: Pick<Config, 'blobUrl' | 'dataDir'>
  /** Demo account of whoever runs the drill. */
  readonly as: string
  say(line: string): void
}

const here = '127.0.0.1'
const elsewhere = '127.0.0.66'

export async function logIn(url: string, userName: string, address = here): Promise<Visitor> {
  const visitor = visitorAt(url, address)
  await visitor.must('POST', '/api/session', { userName, password: demoPassword(userName) })
  return visitor
}

/** Plans the drill, really does it, and tells the server what was done. */
export async function stageDrill(staging: Staging, scenario: string): Promise<Plan & { readonly facts: Facts }> {
  const officer = await logIn(staging.url, staging.as)
  const plan = (await officer.must('POST', '/api/drills', { scenario })).json<Plan>()
  const attack = attacks[scenario]
  if (!attack) throw commonErrors.notFound({ type: 'Drill', id: scenario })
  const facts = await attack(staging, plan)
  await officer.must('POST', `/api/drills/${plan.id}/staged`, facts)
  return { ...plan, facts }
}

type Attack = (staging: Staging, plan: Plan) => Promise<Facts>

const attacks: Readonly<Record<string, Attack>> = {
  'stolen-laptop': stealLaptop,
  ransomware: overwriteFiles,
  insider: readCharts,
  'leaked-token': useToken,
}

async function readEach(
  visitor: Visitor,
  paths: readonly string[],
  headers?: Record<string, string>,
): Promise<number> {
  let read = 0
  for (const path of paths) if ((await visitor.ask('GET', path, undefined, headers)).status === 200) read++
  if (read === 0 && paths.length > 0)
    throw commonErrors.invalid({ reason: 'the attack could read nobody; there is nothing to find' })
  return read
}

/** The session of the staff device goes on from another address. */
async function stealLaptop({ url }: Staging, { account = '', patients }: Plan): Promise<Facts> {
  const device = await logIn(url, account)
  const thief = visitorAt(url, elsewhere, device.cookies)
  const read = await readEach(
    thief,
    patients.map((id) => `/api/patients/${id}/banner`),
  )
  return { address: thief.address, account, read, files: [] }
}

async function readCharts({ url }: Staging, { account = '', patients }: Plan): Promise<Facts> {
  const insider = await logIn(url, account)
  const read = await readEach(
    insider,
    patients.map((id) => `/api/patients/${id}/chart`),
  )
  return { address: insider.address, account, read, files: [] }
}

interface DemoClient {
  readonly client: { readonly clientId: string; readonly secret: string }
}

async function useToken({ url }: Staging, { patients }: Plan): Promise<Facts> {
  const file = new URL('../../../data/identity/demo-accounts.json', import.meta.url)
  const { client } = JSON.parse(await readFile(file, 'utf8')) as DemoClient
  const application = visitorAt(url, here)
  const basic = Buffer.from(`${client.clientId}:${client.secret}`).toString('base64')
  const answer = await application.must(
    'POST',
    '/oauth/token',
    'grant_type=client_credentials&scope=system/*.rs',
    {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
  )
  const { access_token: token } = answer.json<{ access_token: string }>()
  const thief = visitorAt(url, elsewhere)
  const bearer = { authorization: `Bearer ${token}` }
  const read = await readEach(
    thief,
    patients.map((id) => `/fhir/R4/Patient/${id}`),
    bearer,
  )
  return { address: thief.address, client: client.clientId, read, files: [] }
}

/** Where the drill lays the copy that stands for the backup; a demo keeps none. */
export const copyFolder = (config: Pick<Config, 'dataDir'>, drill: string): string =>
  join(resolve(config.dataDir), 'drill-copy', drill)

/** Overwrites papers with noise, after a copy was laid aside. */
async function overwriteFiles({ config, say }: Staging, { id, files }: Plan): Promise<Facts> {
  const [folder, copy] = [blobFolderOf(config as Config), copyFolder(config, id)]
  if (files.length === 0) throw commonErrors.invalid({ reason: 'the demo hospital has no files yet' })
  for (const hash of files) {
    const found = await stat(blobPath(folder, hash)).catch(() => undefined)
    if (!found)
      throw commonErrors.invalid({
        reason: `${folder} is not the file folder of that server; set LANONG_DATA_DIR`,
      })
    await mkdir(dirname(blobPath(copy, hash)), { recursive: true })
    await copyFile(blobPath(folder, hash), blobPath(copy, hash))
  }
  for (const hash of files) {
    const path = blobPath(folder, hash)
    await writeFile(path, randomBytes((await stat(path)).size))
  }
  say(`Bản sao thay cho bản sao lưu / copy that stands for the backup: ${copy}`)
  return { address: 'file store', read: 0, files: [...files] }
}
