import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { freshFolder, runProgram, startProgram, systemToken } from './support/program.ts'

/** Process ids of the workers of a program. */
function workersOf(pid: number | undefined): readonly number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === pid && args.join(' ').includes('worker.ts'))
    .map(([id]) => Number(id))
}

/** Names of the figures that the dashboard and the alarms in `deploy` ask for. */
function watchedFigures(): readonly string[] {
  const texts = ['grafana-lanong.json', 'prometheus-rules.yml'].map((file) =>
    readFileSync(join(import.meta.dirname, '..', 'deploy', file), 'utf8'),
  )
  const names = texts.join().match(/\b(lanong|http|process|nodejs)_[a-z0-9_]+/g) ?? []
  return [...new Set(names.map((name) => name.replace(/^(http_\w+)_(count|bucket|sum)$/, '$1')))]
}

async function until(met: () => boolean | Promise<boolean>, seconds: number, what: string): Promise<void> {
  for (
    const end = Date.now() + seconds * 1000;
    Date.now() < end;
    await new Promise((next) => setTimeout(next, 100))
  )
    if (await met()) return
  assert.fail(`not within ${seconds} s: ${what}`)
}

describe('several workers on one port', () => {
  it('share tokens and changes, replace one that was killed, and stop in time', async () => {
    const data = freshFolder()
    const program = await startProgram(['demo', '--patients', '0'], data, { LANONG_WORKERS: '2' })
    const { child, url } = program
    try {
      const first = workersOf(child.pid)
      assert.equal(first.length, 2)
      const headers = {
        authorization: `Bearer ${await systemToken(url)}`,
        'content-type': 'application/fhir+json',
        connection: 'close',
      }
      for (let i = 0; i < 6; i++) {
        const body = JSON.stringify({ resourceType: 'Basic', id: `b${i}`, code: { text: 'x' } })
        assert.equal((await fetch(`${url}/fhir/R4/Basic/b${i}`, { method: 'PUT', headers, body })).status, 201)
        assert.equal((await fetch(`${url}/fhir/R4/Basic/b${i}`, { headers })).status, 200)
      }
      const metrics = await (await fetch(`${url}/metrics`, { headers })).text()
      assert.match(metrics, /http_request_seconds_count\{method="PUT",route="[^"]+",status="201"\} 6\n/)
      for (const name of watchedFigures()) assert.ok(metrics.includes(`# TYPE ${name} `), name)
      process.kill(first[0] ?? 0, 'SIGKILL')
      await until(
        () => workersOf(child.pid).length === 2 && !workersOf(child.pid).includes(first[0] ?? 0),
        10,
        'a new worker',
      )
      for (let i = 0; i < 6; i++) assert.equal((await fetch(`${url}/readyz`, { headers })).status, 200)
      const log = () => readFileSync(join(data, 'log', 'lanong.log'), 'utf8')
      await until(() => /a worker ended and is replaced/.test(log()), 10, 'the line in the log')
      const other = workersOf(child.pid)[0] ?? 0
      process.kill(other, 'SIGKILL') // the stop comes while one is dead or new
      const askedAt = Date.now()
      assert.equal(await program.stop(), 0)
      assert.ok(Date.now() - askedAt < 10_000, `${Date.now() - askedAt} ms`)
      assert.deepEqual(workersOf(child.pid), [])
    } finally {
      child.kill('SIGKILL')
      rmSync(data, { recursive: true, force: true })
    }
  })

  it('are told of in one line when the port is taken', async () => {
    const [one, two] = [freshFolder(), freshFolder()]
    const program = await startProgram(['demo', '--patients', '0'], one)
    const refused = await runProgram(['demo', '--patients', '0'], two, {
      LANONG_WORKERS: '2',
      LANONG_PORT: new URL(program.url).port,
    })
    await program.stop()
    assert.equal(refused.code, 1)
    assert.match(refused.err, /^lanong: .*\[start\.portInUse\]$/m)
    for (const made of [one, two]) rmSync(made, { recursive: true, force: true })
  })
})
