import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { connectReplication } from '#platform/backup/replication.ts'
import { pool } from '#platform/db/connect.ts'
import { type EmbeddedDatabase, startEmbedded } from '#platform/db/embedded.ts'
import { externalAddress } from '#platform/db/external.ts'
import { until } from './support/status.ts'
import { freePort } from './support/two-databases.ts'

/** A PostgreSQL as another machine's: whoever comes shows a certificate of the hospital's authority in the name of its user. */
describe('an external database that demands certificates', () => {
  const root = mkdtempSync(join(tmpdir(), 'lanong-dbtls-'))
  const file = (name: string) => join(root, name)
  let database: EmbeddedDatabase
  let port: number

  const openssl = (...words: readonly string[]) => execFileSync('openssl', words, { cwd: root, stdio: 'pipe' })

  function authority(name: string): void {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    )
  }

  function certificate(name: string, by: string, subject: string, alternative?: string): void {
    openssl(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${subject}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    )
    writeFileSync(
      file(`${name}.ext`),
      alternative ? `subjectAltName=${alternative}\n` : 'basicConstraints=CA:FALSE\n',
    )
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${by}.crt`,
      '-CAkey',
      `${by}.key`,
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    )
  }

  const rules = [
    'local all all trust',
    'hostssl all all all trust clientcert=verify-full',
    'hostssl replication all all trust clientcert=verify-full',
  ]

  /** The server's own files lie in its folder, readable by its user alone. */
  async function demandCertificates(server: string): Promise<void> {
    const { uid, gid } = statSync(database.folder)
    for (const [from, to] of [
      ['ca.crt', 'ca.crt'],
      [`${server}.crt`, 'server.crt'],
      [`${server}.key`, 'server.key'],
    ] as const) {
      const target = join(database.folder, to)
      copyFileSync(file(from), target)
      chmodSync(target, 0o600)
      chownSync(target, uid, gid)
    }
    writeFileSync(join(database.folder, 'pg_hba.conf'), `${rules.join('\n')}\n`)
    const local = pool({ ...database.address, port }, 1)
    try {
      for (const [name, value] of [
        ['ssl_ca_file', 'ca.crt'],
        ['ssl_cert_file', 'server.crt'],
        ['ssl_key_file', 'server.key'],
        ['ssl', 'on'],
      ])
        await local.query(`alter system set ${name} = '${value}'`)
      await local.query('select pg_reload_conf()')
    } finally {
      await local.end()
    }
  }

  before(async () => {
    chmodSync(root, 0o755)
    authority('ca')
    authority('other')
    certificate('server', 'ca', 'localhost', 'DNS:localhost')
    certificate('elsewhere', 'ca', 'db.example', 'DNS:db.example')
    certificate('postgres', 'ca', 'postgres')
    certificate('somebody', 'ca', 'somebody')
    certificate('forged', 'other', 'postgres')
    port = await freePort()
    database = await startEmbedded(file('home'), {
      connections: 20,
      settings: { listen_addresses: 'localhost', port: String(port) },
    })
    await demandCertificates('server')
    await until('the database speaks TLS', () =>
      whoAmI(url(shown('postgres'))).then(
        () => true,
        () => false,
      ),
    )
  })
  after(async () => {
    await database.stop()
    rmSync(root, { recursive: true, force: true })
  })

  const url = (more: Readonly<Record<string, string>>, hosts = `localhost:${port}`) =>
    `postgresql://postgres@${hosts}/postgres?${new URLSearchParams({ sslmode: 'verify-full', ...more })}`
  const shown = (name: string) => ({
    sslcert: file(`${name}.crt`),
    sslkey: file(`${name}.key`),
    sslrootcert: file('ca.crt'),
  })

  async function whoAmI(databaseUrl: string): Promise<unknown> {
    const asking = pool(externalAddress({ databaseUrl, dataDir: file('data') }), 1)
    try {
      const { rows } = await asking.query('select ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()')
      return rows[0]
    } finally {
      await asking.end()
    }
  }

  const inName = { ssl: true, client_dn: '/CN=postgres' }

  it('is met by certificate, without a password, also by backup and where several hosts are named', async () => {
    assert.deepEqual(await whoAmI(url(shown('postgres'))), inName)
    assert.deepEqual(await whoAmI(url(shown('postgres'), `localhost:${port},localhost:${port}`)), inName)
    const backup = await connectReplication({ connectionString: url(shown('postgres')) })
    const [system] = await backup.rows('IDENTIFY_SYSTEM')
    assert.match(String(system?.['systemid']), /^\d+$/)
    backup.end()
  })

  it('lets nobody in without one, with that of another person, or with one of another authority', async () => {
    await assert.rejects(whoAmI(url({ sslrootcert: file('ca.crt') })), /certificate/)
    await assert.rejects(whoAmI(url(shown('somebody'))), /authentication failed for user "postgres"/)
    await assert.rejects(whoAmI(url(shown('forged'))), /unknown ca|certificate|ECONNRESET/i)
    await assert.rejects(whoAmI(`postgresql://postgres@localhost:${port}/postgres`), /no pg_hba\.conf entry/)
  })

  it('says which file is missing', async () => {
    await assert.rejects(whoAmI(url({ ...shown('postgres'), sslkey: file('lost.key') })), /lost\.key/)
  })

  it('is not spoken to when its own certificate is of another authority or another host', async () => {
    await assert.rejects(
      whoAmI(url({ ...shown('postgres'), sslrootcert: file('other.crt') })),
      /unable to verify|self-signed|issuer/i,
    )
    await assert.rejects(whoAmI(url(shown('postgres'), `127.0.0.1:${port}`)), /127\.0\.0\.1 is not in the cert/)
    await demandCertificates('elsewhere')
    await until('the other certificate is shown, and refused', async () =>
      /altnames|Hostname/.test(
        await whoAmI(url(shown('postgres'))).then(
          () => '',
          (error: Error) => error.message,
        ),
      ),
    )
  })
})
