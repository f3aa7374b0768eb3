import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { it } from 'node:test'
import { sql } from 'kysely'
import { exportAll, importAll } from '#modules/exit/index.ts'
import { checkLedger, exportHospital } from '#modules/ledger/index.ts'
import { ensureDemoSigners, installedTrust, rootPems, verifyHospital } from '#modules/signing/index.ts'
import { filesOf } from '#modules/signing/record-archive/sealed-files.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { asOwner, ownerPool, withContext } from '#tests/support/database.ts'
import { removeAt, runRemoval, setJournalClock, settleJournal } from '#tests/support/journal.ts'
import { readKeeping } from './read-keeping.ts'
import { removalStep } from './remove-due.ts'

const login = (ctx: Context) => writeAudit(ctx, { action: 'login', outcome: 'success' })
const view = (ctx: Context) => writeAudit(ctx, { action: 'view', outcome: 'success', patientId: 'p1' })

/** Two logins alone and two in a pack are over after two years; a view and a login beside it after ten. */
async function given(ctx: Context): Promise<void> {
  const signer = { accountId: 'a', practitionerId: 'practitioner-test', name: 'Người Thử Nghiệm' }
  await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
  await login(ctx)
  await login(ctx)
  await Promise.all([view(ctx), view(ctx), login(ctx)])
  await settleJournal(ctx)
}

async function actionsOf(ctx: Context): Promise<readonly string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from audit_told where action in ('login', 'view', 'destroy') order by action`.execute(ctx.db)
  return rows.map(({ action }) => action)
}

const before = ['login', 'login', 'login', 'view', 'view']

type Files = Map<string, Buffer>

async function exported(ctx: Context): Promise<Files> {
  await settleJournal(ctx)
  const files: Files = new Map()
  await exportHospital(ctx, async (path, bytes) => void files.set(path, bytes))
  return files
}

/** What the verifier in Python finds in each of some exports. */
function pythonFaults(cases: Readonly<Record<string, Files>>, pem: string): Record<string, readonly string[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'lanong-removed-'))
  try {
    for (const [name, files] of Object.entries(cases))
      for (const [path, bytes] of files) {
        mkdirSync(dirname(join(scratch, name, path)), { recursive: true })
        writeFileSync(join(scratch, name, path), bytes)
      }
    writeFileSync(join(scratch, 'root.pem'), pem)
    const folders = Object.keys(cases).map((name) => join(scratch, name))
    const words = ['tools/verify_ledger.py', '--json', '--trust', join(scratch, 'root.pem'), ...folders]
    const { stdout, stderr } = spawnSync('python3', words, { encoding: 'utf8', maxBuffer: 1 << 28 })
    assert.equal(stderr, '')
    const judged = JSON.parse(stdout) as Record<string, [string, string][]>
    return Object.fromEntries(
      Object.keys(cases).map((name, n) => [
        name,
        (judged[folders[n] ?? ''] ?? [])
          .map(([what, fault]) => `${fault} ${what}`)
          .filter((one) => !/^changed/.test(one)),
      ]),
    )
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** An export in which some lines of the journal are other ones. */
function altered(files: Files, change: (line: string) => string | undefined): Files {
  const other = new Map(files)
  for (const [path, bytes] of files) {
    if (!path.startsWith('audit/')) continue
    const lines = bytes.toString('utf8').split('\n').slice(0, -1)
    other.set(
      path,
      Buffer.from(
        lines
          .flatMap((line) => change(line) ?? [])
          .map((line) => `${line}\n`)
          .join(''),
      ),
    )
  }
  return other
}

it('what is over its time goes: counted, announced, a week later removed; the verifiers ask the ledger why', () =>
  withContext(async (ctx) => {
    await given(ctx)
    await setJournalClock(ctx, '2028-11-23T12:00:00+07:00')
    assert.equal(await runRemoval(ctx), 'done', 'on the last day nothing is over')
    assert.deepEqual(await actionsOf(ctx), before)
    await setJournalClock(ctx, '2029-01-02T12:00:00+07:00')
    assert.equal(await runRemoval(ctx), 'announced')
    await setJournalClock(ctx, '2029-01-09T11:00:00+07:00')
    assert.equal(await runRemoval(ctx), 'announced')
    assert.deepEqual(await actionsOf(ctx), ['destroy', ...before])
    const [announced] = (await readKeeping(ctx)).removals
    assert.deepEqual([announced?.state, announced?.due, announced?.removed], ['announced', 2, 0])
    await setJournalClock(ctx, '2029-01-09T12:00:00+07:00')
    assert.equal(await runRemoval(ctx), 'done')
    assert.deepEqual(await actionsOf(ctx), ['destroy', 'destroy', 'destroy', 'login', 'view', 'view'])
    assert.equal(await runRemoval(ctx), 'idle')
    const [done] = (await readKeeping(ctx)).removals
    assert.deepEqual([done?.state, done?.due, done?.removed], ['done', 2, 2])
    assert.ok(done?.endedAt)

    const trust = await installedTrust(ctx)
    const whole = await exported(ctx)
    assert.deepEqual((await checkLedger(ctx)).faults, [])
    const verdict = verifyHospital(filesOf(whole), trust)
    assert.deepEqual([verdict?.faults, verdict?.ok], [[], true])
    assert.deepEqual(
      verdict?.removals.map(({ events, entries }) => [events, entries]),
      [[2, 2]],
    )

    const isStep = (step: string) => (line: string) => line.includes(`"step":"${step}"`)
    const cases = {
      whole,
      unannounced: altered(whole, (line) => (isStep('announced')(line) ? undefined : line)),
      silent: altered(whole, (line) => (isStep('removed')(line) ? undefined : line)),
      wider: altered(whole, (line) => line.replace(/"positions":"(\d+)/, '"positions":"0-$1')),
      other: altered(whole, (line) => line.replace(/"sha256":"./, '"sha256":"g')),
      hasty: altered(whole, (line) =>
        isStep('removed')(line) ? line.replace('"2029-01-09T', '"2029-01-03T') : line,
      ),
      young: altered(whole, (line) =>
        line.includes('journal.removal') ? line.replace(/"at":"2029/, '"at":"2020') : line,
      ),
    }
    const ours = Object.fromEntries(
      Object.entries(cases).map(([name, files]) => [
        name,
        verifyHospital(filesOf(files), trust)?.faults.map(({ what, fault }) => `${fault} ${what}`),
      ]),
    )
    assert.ok(ours['unannounced']?.some((one) => one.startsWith('removal-unproven')))
    for (const name of ['wider', 'other', 'hasty', 'young'])
      assert.ok(
        ours[name]?.some((one) => one.startsWith('removal-unproven')),
        name,
      )
    for (const name of ['unannounced', 'silent', 'wider', 'other', 'hasty', 'young'])
      assert.ok((ours[name]?.filter((one) => one.startsWith('content-missing')).length ?? 0) >= 2, name)
    if (spawnSync('python3', ['--version']).status === 0)
      assert.deepEqual(pythonFaults(cases, String(rootPems(trust)[0]?.[1] ?? '')), ours)
  }))

it('an installation from which events were removed leaves and comes again as it is', () =>
  withContext(async (ctx) => {
    await given(ctx)
    await removeAt(ctx, '2029-01-02')
    await settleJournal(ctx)
    const folder = mkdtempSync(join(tmpdir(), 'lanong-exit-'))
    try {
      const out = await asOwner(ctx.db, (owner) => exportAll(ctx, owner, folder, () => {}))
      await withContext(async (other) => {
        const taken = await asOwner(other.db, (owner) => importAll(other, owner, folder, { step: () => {} }))
        assert.equal(taken.rows, out.rows)
        assert.deepEqual((await checkLedger(other)).faults, [])
        assert.equal((await readKeeping(other)).removals[0]?.removed, 2)
        assert.deepEqual((await readKeeping(other)).terms, (await readKeeping(ctx)).terms)
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }))

it('a removal that is killed in the middle has removed nothing, and goes on', () =>
  withContext(async (ctx) => {
    await given(ctx)
    await setJournalClock(ctx, '2029-01-02T12:00:00+07:00')
    await runRemoval(ctx)
    await setJournalClock(ctx, '2029-01-10T12:00:00+07:00')
    assert.equal((await removalStep(ctx)).state, 'removing')
    const owner = await ownerPool(ctx.db)
    const client = await owner.connect()
    client.on('error', () => {})
    await client.query('begin')
    const { rows } = await client.query<{ removed: number; pid: number }>(
      'select removed, pg_backend_pid() as pid from audit_removal_step(1)',
    )
    assert.equal(rows[0]?.removed, 2)
    await asOwner(ctx.db, (other) => sql`select pg_terminate_backend(${rows[0]?.pid ?? 0}, 60000)`.execute(other))
    client.release(true)
    await owner.end()
    assert.deepEqual(await actionsOf(ctx), ['destroy', ...before])
    assert.equal(await runRemoval(ctx), 'done')
    assert.deepEqual(await actionsOf(ctx), ['destroy', 'destroy', 'destroy', 'login', 'view', 'view'])
    await settleJournal(ctx)
    assert.deepEqual((await checkLedger(ctx)).faults, [])
  }))

it('an event that went without a word is a fault, named', () =>
  withContext(async (ctx) => {
    await given(ctx)
    await removeAt(ctx, '2029-01-02')
    await settleJournal(ctx)
    await asOwner(ctx.db, async (owner) => {
      await sql`
        insert into audit_removed (facility, seq, kind, id, hash, removal)
        select facility, seq, 'events', id, hash, gen_random_uuid() from event_pack`.execute(owner)
      await sql`delete from event_pack`.execute(owner)
    })
    const { faults } = await checkLedger(ctx)
    assert.equal(faults.length, 1)
    assert.match(faults[0] ?? '', /^entry \d+: removed without a word/)
    await asOwner(ctx.db, (owner) => sql`delete from audit_removed`.execute(owner))
    await assert.rejects(checkLedger(ctx), /has lost what it is of/)
  }))
