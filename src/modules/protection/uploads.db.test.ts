import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import type { HospitalModule } from '#platform/module.ts'
import { scanWithClamd } from '#platform/uploads/clamd.ts'
import { kindOfFile } from '#platform/uploads/file-kind.ts'
import { forgetUploads } from '#platform/uploads/quota.ts'
import { takeUpload } from '#platform/uploads/take-upload.ts'
import { commit } from '#store/commit.ts'
import { withContext } from '#tests/support/database.ts'
import { installPackages } from '#tests/support/debian.ts'
import { withServer } from '#tests/support/server.ts'
import { protection } from './index.ts'

/** The test file of the antivirus makers, put together here so that no scanner stops the source itself. */
const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))
const pdf = Buffer.from('%PDF-1.7\n%%EOF')
const infected = Buffer.concat([pdf, eicar])

const probe: HospitalModule = {
  name: 'probe',
  permissions: {},
  routes: (api) =>
    api(
      {
        ...{ method: 'POST', path: '/probe/file', permission: 'login', summary: 'Takes a PDF' },
        ...{ command: false, maxBodyBytes: 1_000_000, upload: ['pdf'] },
      },
      () => ({ taken: true }),
    ),
}

/** Speaks the protocol of clamd: finds the test file, is silent, or answers nonsense. */
async function withScanner(mode: 'good' | 'garbled', work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((socket) => {
    const parts: Buffer[] = []
    socket.on('error', () => {})
    socket.on('data', (part) => {
      parts.push(part)
      const all = Buffer.concat(parts)
      if (!all.subarray(-4).equals(Buffer.alloc(4))) return
      assert.equal(all.toString('latin1', 0, 10), 'zINSTREAM\0')
      const found = all.includes(eicar) ? 'stream: Eicar-Test FOUND' : 'stream: OK'
      socket.end(`${mode === 'good' ? found : 'INSTREAM size limit exceeded. ERROR'}\0`)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    await work(`tcp://127.0.0.1:${(server.address() as { port: number }).port}`)
  } finally {
    server.close()
  }
}

const sender = (
  settings: Record<string, string>,
  work: (send: (body: Buffer) => Promise<{ status: number; code: string }>, dataDir: string) => Promise<void>,
) =>
  withServer(
    [probe],
    ({ send, services }) =>
      work(async (body) => {
        const headers = { 'content-type': 'application/octet-stream' }
        const answer = await send('POST', '/api/probe/file', { body, headers })
        return { status: answer.status, code: (answer.body as { code?: string }).code ?? '' }
      }, services.config.dataDir),
    { settings },
  )

describe('a file that is uploaded', () => {
  it('is what its content says', () => {
    const kinds = {
      pdf,
      jpeg: Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
      png: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      tiff: Buffer.from('MM\0*'),
      zip: Buffer.from('PK\x03\x04'),
      xml: Buffer.from('\ufeff<?xml version="1.0"?><a/>'),
      json: Buffer.from(' {"a":1}'),
      text: Buffer.from('tên,tuổi'),
    }
    for (const [kind, bytes] of Object.entries(kinds)) assert.equal(kindOfFile(bytes), kind)
    for (const odd of ['', 'MZ\x90\0', '<html><script>', '\x7fELF\0', '\xff\xfe\x00a', '#!/bin/sh\0'])
      assert.equal(kindOfFile(Buffer.from(odd, 'latin1')), 'unknown', JSON.stringify(odd))
  })

  it('is refused when it is of another kind than the address takes, whatever it is called', async () => {
    await sender({}, async (send) => {
      assert.deepEqual(await send(pdf), { status: 200, code: '' })
      for (const bad of [Buffer.from('MZ\x90\0program.pdf'), Buffer.from('<script>'), Buffer.from('PK\x03\x04')])
        assert.deepEqual(await send(bad), { status: 415, code: 'upload.kind' })
    })
  })

  it('is refused and put aside, encrypted, when the virus scanner finds something', async () => {
    await withScanner('good', (url) =>
      sender({ LANONG_ANTIVIRUS_URL: url }, async (send, dataDir) => {
        assert.equal((await send(pdf)).status, 200)
        assert.deepEqual(await send(infected), { status: 422, code: 'upload.infected' })
        const names = readdirSync(join(dataDir, 'quarantine')).sort()
        assert.equal(names.length, 2)
        assert.equal(readFileSync(join(dataDir, 'quarantine', names[0] ?? '')).includes('EICAR'), false)
        assert.match(readFileSync(join(dataDir, 'quarantine', names[1] ?? ''), 'utf8'), /"found":"Eicar-Test"/)
      }),
    )
  })

  it('is refused while the scanner is away or talks nonsense, or taken, as the setting says', async () => {
    const away = 'tcp://127.0.0.1:9'
    await sender({ LANONG_ANTIVIRUS_URL: away }, async (send) => {
      assert.deepEqual(await send(pdf), { status: 503, code: 'upload.scannerAway' })
    })
    await withScanner('garbled', (url) =>
      sender({ LANONG_ANTIVIRUS_URL: url }, async (send) => {
        assert.deepEqual(await send(pdf), { status: 503, code: 'upload.scannerAway' })
      }),
    )
    await sender({ LANONG_ANTIVIRUS_URL: away, LANONG_ANTIVIRUS_AWAY: 'accept' }, async (send) => {
      assert.equal((await send(pdf)).status, 200)
    })
  })

  it('inside a resource is looked at too', async () => {
    await withScanner('good', (url) =>
      withContext(
        async (ctx) => {
          const store = (data: Buffer) =>
            commit(ctx, [
              {
                kind: 'create',
                id: ctx.newId(),
                resource: {
                  resourceType: 'Binary',
                  contentType: 'application/pdf',
                  data: data.toString('base64'),
                },
              },
            ])
          await store(pdf)
          await assert.rejects(store(infected), { code: 'upload.infected' })
          const [look] = protection.guards ?? []
          const check = async (member: object) => {
            const after = { resourceType: 'Task', input: [member] } as unknown as Resource
            await look?.check?.(ctx, { kind: 'create', type: 'Task', id: ctx.newId(), after })
          }
          const data = infected.toString('base64')
          await assert.rejects(check({ valueAttachment: { data } }), { code: 'upload.infected' })
          await check({ valueSampledData: { origin: { value: 0 }, data } })
          await check({ valueSignature: { who: {}, when: '2026-01-01T00:00:00Z', data } })
          assert.equal(look?.types, '*')
        },
        { settings: { LANONG_ANTIVIRUS_URL: url }, guards: protection.guards ?? [] },
      ),
    )
  })
})

describe('files inside resources', () => {
  const [look] = protection.guards ?? []
  const withFile = (member: object) =>
    ({ resourceType: 'Task', id: 't', input: [{ type: { text: 'x' }, ...member }] }) as unknown as Resource
  const check = (ctx: Context, after: Resource, before?: Resource) =>
    look?.check?.(ctx, { kind: 'create', type: 'Task', id: 't', after, before })

  it('are scanned as base64 values too, wherever they stand', () =>
    withScanner('good', (url) =>
      withContext(
        async (ctx) => {
          const data = infected.toString('base64')
          const places = [
            withFile({ valueBase64Binary: data }),
            withFile({ extension: [{ url: 'urn:x', valueBase64Binary: data }] }),
            { resourceType: 'Patient', photo: [{ data }], contained: [] } as unknown as Resource,
            { resourceType: 'Basic', contained: [{ resourceType: 'Binary', data }] } as unknown as Resource,
            withFile({ valueSignature: { extension: [{ url: 'urn:x', valueBase64Binary: data }] } }),
            {
              resourceType: 'Parameters',
              parameter: [{ part: [{ valueBase64Binary: data }] }],
            } as unknown as Resource,
            {
              resourceType: 'Patient',
              _gender: { extension: [{ valueBase64Binary: data }] },
            } as unknown as Resource,
            { resourceType: 'Device', udiCarrier: [{ carrierAIDC: data }] } as unknown as Resource,
            { resourceType: 'AuditEvent', entity: [{ query: data }] } as unknown as Resource,
          ]
          for (const place of places)
            await assert.rejects(async () => check(ctx, place), { code: 'upload.infected' }, JSON.stringify(place))
          await check(ctx, withFile({ valueBase64Binary: pdf.toString('base64') }))
        },
        { settings: { LANONG_ANTIVIRUS_URL: url } },
      ),
    ))

  it('are refused when they are programs, or plainly of another kind than they say', () =>
    withContext(async (ctx) => {
      const attached = (contentType: string, bytes: Buffer) =>
        withFile({ valueAttachment: { contentType, data: bytes.toString('base64') } })
      const zip = Buffer.from('PK\x03\x04')
      for (const bad of [
        attached('application/octet-stream', Buffer.from('MZ\x90\0')),
        attached('text/plain', Buffer.from('#!/bin/sh')),
        attached('application/pdf', zip),
        attached('IMAGE/PNG; a=b', pdf),
        withFile({ valueBase64Binary: Buffer.from('\x7fELF').toString('base64') }),
      ])
        await assert.rejects(async () => check(ctx, bad), { code: 'upload.kind' })
      for (const good of [attached('application/pdf', pdf), attached('application/dicom', zip)])
        await check(ctx, good)
    }))

  it('count against what an account may bring on a day, once for each file', () =>
    withContext(async (ctx) => {
      const patient = { ...ctx, actor: { ...ctx.actor, id: 'p', kind: 'patient' as const } }
      const file = (n: number) => withFile({ valueBase64Binary: Buffer.from(`file ${n}`).toString('base64') })
      for (let n = 0; n < 50; n++) await check(patient, file(n))
      await check(patient, file(1), file(1))
      await assert.rejects(async () => check(patient, file(51)), { code: 'upload.quota' })
      await assert.rejects(takeUpload(patient, pdf, ['pdf']), { code: 'upload.quota' })
      await takeUpload(ctx, pdf, ['pdf'])
      const tomorrow = { ...patient, now: () => new Date(ctx.now().getTime() + 86_400_000) }
      await check(tomorrow, file(52))
      assert.equal(await forgetUploads(tomorrow), 2)
      await assert.rejects(
        async () =>
          check(tomorrow, withFile({ valueBase64Binary: Buffer.alloc(210 * 2 ** 20).toString('base64') })),
        { code: 'upload.quota' },
      )
    }))
})

describe('the quarantine', () => {
  it('empties itself of what nobody came for', () =>
    withScanner('good', (url) =>
      withContext(
        async (ctx) => {
          await assert.rejects(takeUpload(ctx, infected, ['pdf']), { code: 'upload.infected' })
          const folder = join(ctx.config.dataDir, 'quarantine')
          const [clear] = (protection.jobs ?? []).filter(({ name }) => name === 'protection.clear')
          const after = (days: number) => ({ ...ctx, now: () => new Date(Date.now() + days * 86_400_000) })
          await clear?.run(after(80))
          assert.equal(readdirSync(folder).length, 2)
          await clear?.run(after(100))
          assert.deepEqual(readdirSync(folder), [])
          assert.deepEqual(await clear?.run(after(100)), { expected: 0, processed: 0, failed: 0 })
        },
        { settings: { LANONG_ANTIVIRUS_URL: url } },
      ),
    ))
})

describe('the scanner of Debian', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-clamd-'))
  let scanner: ChildProcess | undefined
  after(() => {
    scanner?.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds what it knows over its socket', async (test) => {
    if (!existsSync('/usr/sbin/clamd')) {
      try {
        installPackages('clamav-daemon')
      } catch {}
    }
    if (!existsSync('/usr/sbin/clamd'))
      return test.skip('clamd is not installed and cannot be: apt-get install clamav-daemon')
    chmodSync(folder, 0o755)
    const socket = join(folder, 'clamd.ctl')
    writeFileSync(join(folder, 'test.ndb'), `Lanong.Test:0:*:${eicar.toString('hex')}\n`)
    const lines = [
      `LocalSocket ${socket}`,
      `DatabaseDirectory ${folder}`,
      'Foreground yes',
      'OfficialDatabaseOnly no',
    ]
    if (process.getuid?.() === 0) lines.push('User root')
    writeFileSync(join(folder, 'clamd.conf'), `${lines.join('\n')}\n`)
    execFileSync('/usr/sbin/clamd', ['--version'])
    scanner = spawn('/usr/sbin/clamd', ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' })
    for (let tries = 0; tries < 300 && !existsSync(socket); tries++) await sleep(100)
    const url = `unix:${socket}`
    assert.deepEqual(await scanWithClamd(url, pdf), { found: undefined })
    assert.match((await scanWithClamd(url, eicar)).found ?? '', /Lanong\.Test/)
    assert.deepEqual(await scanWithClamd(url, Buffer.alloc(3_000_000, 1)), { found: undefined })
  })
})
