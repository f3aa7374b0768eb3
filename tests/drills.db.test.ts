import assert from 'node:assert/strict'
import { copyFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { buildApp } from '#app/build-app.ts'
import { seedDemo } from '#app/demo/seed-demo.ts'
import { modules } from '#app/module-list.ts'
import type { OpenServices } from '#app/open-services.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { type DrillList, drills, type Grade, type Plan } from '#modules/drills/index.ts'
import { identity, permissionsOf, seedDemoAccounts } from '#modules/identity/index.ts'
import { blobPath } from '#platform/blob-file.ts'
import { blobFolderOf } from '#platform/blobs.ts'
import { commit } from '#store/commit.ts'
import { withServices } from '#tests/support/database.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { withServer } from '#tests/support/server.ts'
import { copyFolder, logIn, stageDrill } from '../src/cli/drill/stage.ts'
import type { Visitor } from '../src/cli/drill/visitor.ts'

interface Site {
  readonly url: string
  readonly services: OpenServices
  readonly officer: Visitor
  /** Moves the clock of the hospital; sessions may end meanwhile. */
  later(minutes: number): Promise<void>
  now(): string
}
type Staged = Awaited<ReturnType<typeof stageDrill>>
type React = (site: Site, staged: Staged) => Promise<void>

/** The demo hospital at half past eleven at night, with forty-two patients, answering on a real port. */
async function withDemo(work: (site: Site) => Promise<void>): Promise<void> {
  let ahead = Date.parse('2026-11-23T23:30:00+07:00') - Date.now()
  const now = () => new Date(Date.now() + ahead)
  const guards = modules.flatMap((module) => module.guards ?? [])
  await withServices(
    async (given) => {
      const services: OpenServices = {
        ...given,
        address: {},
        embedded: undefined,
        logToFile: false,
        migrated: [],
        close: async () => {},
      }
      await seedDemo(services, 0, () => {})
      const people = Array.from({ length: 42 }, (_, i) => ({
        kind: 'create' as const,
        id: `drill-patient-${i}`,
        resource: {
          resourceType: 'Patient' as const,
          name: [{ text: `Người Bệnh ${i}` }],
          birthDate: '1980-01-01',
        },
      }))
      await commit(contextOf(services), people)
      for (const text of ['giấy một', 'giấy hai', 'giấy ba']) await services.blobs.put(Buffer.from(text))
      const server = await buildApp(services, '/nonexistent')
      try {
        const url = await server.listen({ host: '127.0.0.1', port: 0 })
        const officer = await logIn(url, 'quantri')
        await work({
          url,
          services,
          officer,
          later: async (minutes) => {
            ahead += minutes * 60_000
            const { cookies } = await logIn(url, 'quantri')
            officer.cookies.clear()
            for (const [name, value] of cookies) officer.cookies.set(name, value)
          },
          now: () => instantInVietnam(now()),
        })
      } finally {
        await server.close()
      }
    },
    { guards, now, settings: { LANONG_RATE_LIMITS: 'off' } },
  )
}

const classification = {
  level: 'serious',
  nationalSecurity: false,
  severeDisruption: false,
  personalData: true,
  healthData: true,
  biometricOrLocation: false,
  persons: 5,
  consequences: 'Lộ dữ liệu',
  contact: 'Phòng CNTT',
}

async function open({ officer, now }: Site, kind: string): Promise<string> {
  const body = { kind, title: 'Diễn tập', what: 'Thấy trong nhật ký', touched: '', noticedAt: now() }
  return (await officer.must('POST', '/api/incidents', body)).json<{ id: string }>().id
}

async function accountId({ officer }: Site, userName: string): Promise<string> {
  const all = (await officer.must('GET', '/api/accounts')).json<{ id: string; userName: string }[]>()
  return all.find((one) => one.userName === userName)?.id ?? ''
}

const tell = ({ officer, now }: Site, incident: string, notice: string) =>
  officer.must('POST', `/api/incidents/${incident}/notices/${notice}/sent`, {
    sentAt: now(),
    way: 'Cổng',
    reference: '',
  })

const list = ({ officer }: Site, incident: string, actor: string, [from, to]: readonly [string, string]) =>
  officer.must('POST', `/api/incidents/${incident}/persons`, { actor, from, to })

/** What a prepared team does. */
const right: Readonly<Record<string, React>> = {
  async 'stolen-laptop'(site, { account = '' }) {
    const { officer } = site
    const from = site.now()
    const id = await accountId(site, account)
    await site.later(5)
    await officer.must('POST', `/api/accounts/${id}/lock`)
    const incident = await open(site, 'lost-device')
    await officer.must('POST', `/api/incidents/${incident}/classify`, classification)
    await officer.must('GET', `/api/audit/people/${id}`)
    await list(site, incident, account, [before(from), site.now()])
    await tell(site, incident, 'personal-data')
  },
  async ransomware(site, { id, files }) {
    const { officer, services } = site
    await site.later(10)
    const incident = await open(site, 'malware')
    await officer.must('POST', `/api/incidents/${incident}/classify`, classification)
    for (const hash of files)
      await copyFile(
        blobPath(copyFolder(services.config, id), hash),
        blobPath(blobFolderOf(services.config), hash),
      )
    await officer.must('POST', `/api/incidents/${incident}/acts`, { kind: 'measure', text: 'Phục hồi từ bản sao' })
    await tell(site, incident, 'security-first')
  },
  async insider(site, { account = '' }) {
    const { officer } = site
    const [from, id] = [site.now(), await accountId(site, account)]
    await site.later(60)
    await officer.must('GET', `/api/audit/people/${id}`)
    await officer.must('POST', '/api/audit/unusual/reviews', {
      rule: 'night',
      actor: id,
      day: from.slice(0, 10),
      verdict: 'followed',
      note: 'Không có nhiệm vụ với các hồ sơ này',
    })
    await officer.must('POST', `/api/accounts/${id}/lock`)
    const incident = await open(site, 'misuse')
    await officer.must('POST', `/api/incidents/${incident}/classify`, classification)
    await list(site, incident, account, [before(from), site.now()])
    await tell(site, incident, 'personal-data')
  },
  async 'leaked-token'(site, { facts }) {
    const { officer } = site
    await site.later(8)
    await officer.must('PUT', `/api/accounts/clients/${facts.client}`, { active: false })
    await officer.must('GET', `/api/audit/people/${facts.client}`)
    const incident = await open(site, 'secret')
    await officer.must('POST', `/api/incidents/${incident}/classify`, classification)
    await officer.must('POST', `/api/incidents/${incident}/acts`, { kind: 'measure', text: 'Đổi khóa phần mềm' })
    await tell(site, incident, 'personal-data')
  },
}

const before = (instant: string) => instantInVietnam(new Date(Date.parse(instant) - 60 * 60_000))

/** Two days later somebody writes an incident of the wrong kind. */
const lazy: React = async (site) => {
  await site.later(2 * 24 * 60)
  await open(site, 'other')
}

const missed = (grade: Grade) => grade.checks.filter(({ state }) => state === 'missed').map(({ check }) => check)

describe('a drill', () => {
  for (const scenario of Object.keys(right))
    it(`tells the right reaction to ${scenario} from a lazy one`, () =>
      withDemo(async (site) => {
        const staging = { url: site.url, config: site.services.config, as: 'quantri', say: () => {} }
        const grade = async (id: string) =>
          (await site.officer.must('POST', `/api/drills/${id}/grade`)).json<Grade>()

        const idle = await stageDrill(staging, scenario)
        const nothing = await grade(idle.id)
        assert.deepEqual(
          [nothing.points, nothing.verdict, missed(nothing).length],
          [0, 'poor', nothing.checks.length],
        )
        await lazy(site, idle)
        const poor = await grade(idle.id)
        assert.deepEqual([poor.points, poor.verdict], [0, 'poor'])
        if (scenario === 'ransomware') await right[scenario]?.(site, idle)

        const staged = await stageDrill(staging, scenario)
        assert.equal(scenario === 'insider' ? staged.facts.read : 40, 40)
        await right[scenario]?.(site, staged)
        const good = await grade(staged.id)
        assert.deepEqual([good.points, good.verdict, missed(good)], [100, 'good', []])
        const minutes = await site.officer.must('GET', `/api/drills/${staged.id}/minutes`)
        assert.match((await pdfTexts(minutes.bytes)).join(' '), /BIÊN BẢN DIỄN TẬP SỰ CỐ[\s\S]*100\/100/)
      }))

  it('is refused where there is no demo account', () =>
    withServer([identity, drills], async (client) => {
      const answer = await client.send('POST', '/api/drills', { body: { scenario: 'insider' } })
      assert.deepEqual([answer.status, (answer.body as { code: string }).code], [403, 'drills.notDemo'])
      const { rows } = await sql`select 1 from incident_drill`.execute(client.services.db)
      assert.equal(rows.length, 0)
    }))

  it('is listed with its stage, what it is about and who ran it, for who may run one', () =>
    withServer([identity, drills], async (client) => {
      await seedDemoAccounts(contextOf(client.services))
      const before = (await client.send('GET', '/api/drills')).body as DrillList
      assert.deepEqual([before.demo, before.drills], [true, []])
      const { id } = (await client.send('POST', '/api/drills', { body: { scenario: 'insider' } })).body as Plan
      const stages = async () =>
        ((await client.send('GET', '/api/drills')).body as DrillList).drills.map(({ stage }) => stage)
      assert.deepEqual(await stages(), ['planned'])
      const facts = { address: '127.0.0.1', account: 'luutru', read: 40, files: [] }
      await client.send('POST', `/api/drills/${id}/staged`, { body: facts })
      assert.deepEqual(await stages(), ['staged'])
      await client.send('POST', `/api/drills/${id}/grade`)
      const [one] = ((await client.send('GET', '/api/drills')).body as DrillList).drills
      assert.deepEqual([one?.stage, one?.grade?.verdict], ['graded', 'poor'])
      assert.ok(
        one?.title.includes(' ') && one.story && one.grade?.checks.every(({ title }) => title.includes(' ')),
      )
      const nurse = { permissions: permissionsOf(['nurse']) }
      assert.equal((await client.send('GET', '/api/drills', { as: nurse })).status, 403)
    }))

  it('is refused to who may not run it, and names the drills there are', () =>
    withServer([identity, drills], async (client) => {
      await seedDemoAccounts(contextOf(client.services))
      const nurse = { permissions: permissionsOf(['nurse']) }
      const plan = (scenario: string, as: object = {}) =>
        client.send('POST', '/api/drills', { as, body: { scenario } })
      assert.equal((await plan('insider', nurse)).status, 403)
      const unknown = (await plan('flood')).body as { code: string; details?: object }
      assert.equal(unknown.code, 'drills.scenario')
      const { id } = (await plan('insider')).body as { id: string }
      const early = await client.send('POST', `/api/drills/${id}/grade`)
      assert.equal((early.body as { code: string }).code, 'drills.notStaged')
    }))
})
