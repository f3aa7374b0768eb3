import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { createServer, get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import pino from 'pino'
import { authorityFile, namesOf, ownFiles, renewOwnCertificate } from '#app/tls/own-certificate.ts'
import { readConfig } from '#platform/config.ts'
import { followCertificate, tlsOptions } from '#platform/http/tls.ts'
import { installPackages } from './support/debian.ts'
import { freshFolder, type Program, runProgram, startProgram } from './support/program.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'lanong-tls-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const now = new Date()
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)

describe('the own certificate of HTTPS', () => {
  it('is made once, renewed thirty days before its end and when names change, under one authority', () => {
    const names = ['emr.ngan-pho.test', '10.0.0.5', 'fd00::5']
    assert.equal(renewOwnCertificate(folder, names, now), true)
    assert.equal(renewOwnCertificate(folder, names, later(334)), false)
    assert.equal(renewOwnCertificate(folder, names, later(336)), true)
    assert.equal(renewOwnCertificate(folder, [...names, 'emr'], later(336)), true)
    const verified = execFileSync('openssl', [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-verify_ip',
      'fd00::5',
      '-attime',
      String(Math.floor(later(336).getTime() / 1000)),
      '-CAfile',
      authorityFile(folder),
      ownFiles(folder).certificate,
    ]).toString()
    assert.match(verified, /: OK/)
  })

  it('names this machine when no names are set', () => {
    const names = namesOf(readConfig({ LANONG_PUBLIC_URL: 'https://hsba.example.vn' }))
    for (const one of ['localhost', '127.0.0.1', 'hsba.example.vn']) assert.ok(names.includes(one), one)
    assert.deepEqual(namesOf(readConfig({ LANONG_TLS_NAMES: 'a.vn,10.0.0.1' })), ['a.vn', '10.0.0.1'])
  })

  it('is exchanged while the server runs; one that cannot be read leaves the old one', async () => {
    const data = join(folder, 'renewed')
    const files = ownFiles(data)
    renewOwnCertificate(data, ['localhost'], now)
    const server = createServer(tlsOptions(files), (_, response) => response.end('ok')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const shown = async () => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
      await once(socket, 'secureConnect')
      const { fingerprint256 } = socket.getPeerCertificate()
      socket.destroy()
      return fingerprint256
    }
    const followed = followCertificate(server, files, pino({ level: 'silent' }), 10)
    try {
      const first = await shown()
      renewOwnCertificate(data, ['localhost'], now, true)
      let second = first
      for (let tries = 0; tries < 500 && second === first; tries++) {
        await sleep(10)
        second = await shown()
      }
      assert.notEqual(second, first)
      rmSync(files.key)
      utimesSync(files.certificate, now, later(1))
      await sleep(60)
      assert.equal(await shown(), second)
    } finally {
      followed.stop()
      server.close()
    }
  })

  it('is refused with a reason when it is given without its key, or has ended', () => {
    assert.throws(() => tlsOptions({ certificate: join(folder, 'none.pem'), key: join(folder, 'none.key') }), {
      code: 'tls.unreadable',
    })
    const old = join(folder, 'old')
    renewOwnCertificate(old, ['localhost'], later(-500))
    assert.throws(() => tlsOptions(ownFiles(old)), { code: 'tls.unreadable' })
  })
})

describe('a server that speaks HTTPS itself', () => {
  const data = freshFolder()
  let program: Program
  let at = ''
  before(async () => {
    program = await startProgram(['serve'], data, {
      LANONG_TLS: 'own',
      LANONG_HOST: '0.0.0.0',
      LANONG_BACKUP: 'off',
    })
    at = `127.0.0.1:${new URL(program.url).port}`
  })
  after(async () => {
    await program?.stop()
    rmSync(data, { recursive: true, force: true })
  })

  const client = async (...args: string[]) => {
    const child = run('openssl', ['s_client', '-connect', at, '-CAfile', authorityFile(data), ...args])
    child.child.stdin?.end('Q\n')
    return child.then(
      ({ stdout, stderr }) => stdout + stderr,
      (error: { stdout: string; stderr: string }) => `REFUSED ${error.stdout}${error.stderr}`,
    )
  }

  it('is trusted by openssl through its own authority, with TLS 1.2 and 1.3 and nothing older', async () => {
    for (const version of ['-tls1_2', '-tls1_3'])
      assert.match(
        await client(version, '-verify_return_error', '-verify_hostname', 'localhost'),
        /Verify return code: 0 \(ok\)/,
      )
    assert.match(await client('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'), /REFUSED|Cipher is \(NONE\)/)
    for (const weak of ['AES128-SHA', 'AES256-GCM-SHA384', 'ECDHE-ECDSA-AES256-SHA'])
      assert.match(await client('-tls1_2', '-cipher', `${weak}:@SECLEVEL=0`), /REFUSED|Cipher is \(NONE\)/, weak)
  })

  it('is found without a weakness by sslscan', async (test) => {
    if (!existsSync('/usr/bin/sslscan')) {
      try {
        installPackages('sslscan')
      } catch {}
    }
    if (!existsSync('/usr/bin/sslscan'))
      return test.skip('sslscan is not installed and cannot be: apt-get install sslscan')
    const { stdout } = await run('sslscan', ['--no-colour', at], { maxBuffer: 4_000_000 })
    for (const old of ['SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1'])
      assert.match(stdout, new RegExp(`${old}\\s+disabled`), old)
    for (const good of ['TLSv1.2', 'TLSv1.3']) assert.match(stdout, new RegExp(`${good}\\s+enabled`), good)
    assert.equal((stdout.match(/not vulnerable to heartbleed/g) ?? []).length, 2)
    const suites = [...stdout.matchAll(/^(?:Preferred|Accepted)\s+\S+\s+(\d+) bits\s+(\S+)/gm)]
    assert.ok(suites.length >= 6, stdout)
    for (const [, bits, suite] of suites) {
      assert.ok(Number(bits) >= 128, suite)
      assert.match(suite ?? '', /^TLS_(AES|CHACHA20)|^ECDHE-.*(GCM|CHACHA20)/)
    }
  })

  it('tells browsers to stay with HTTPS', async () => {
    const agent = { ca: tlsOptions(ownFiles(data)).cert, rejectUnauthorized: false }
    const headers = await new Promise<Record<string, unknown>>((settle, fail) =>
      get(`https://${at}/api/session`, agent, (answer) => settle(answer.resume().headers)).once('error', fail),
    )
    assert.equal(headers['strict-transport-security'], 'max-age=31536000')
  })

  it('tells its certificate by `lanong tls`', async () => {
    const { code, out } = await runProgram(['tls'], data, { LANONG_TLS: 'own', LANONG_HOST: '0.0.0.0' })
    assert.equal(code, 0)
    assert.match(out, /Until {8}\d{4}-/)
    assert.match(out, /DNS:localhost/)
    assert.match(out, /Authority .*ca\.pem/)
  })
})
