import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newSigningKey, openAuthority } from '#modules/signing/authority.ts'
import { issueCertificate } from '#modules/signing/x509/issue.ts'
import type { Config } from '#platform/config.ts'
import { noon } from './database.ts'
import { installPackages } from './debian.ts'
import type { TestClient } from './server.ts'
import { systemContext } from './visit.ts'

const places = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so']
const programs = ['/usr/bin/softhsm2-util', '/usr/bin/pkcs11-tool']

/** Path of SoftHSM's library; on Debian as root the packages are installed when absent. Undefined: says why. */
export function findSoftHsm(): string | undefined {
  const isThere = () => programs.every((path) => existsSync(path)) && places.some((path) => existsSync(path))
  if (!isThere()) installPackages('softhsm2', 'opensc')
  return isThere() ? places.find((path) => existsSync(path)) : undefined
}

export const needSoftHsm = 'Tokens need SoftHSM: install the packages softhsm2 and opensc.'

export interface SoftToken {
  /** Folder of the token's objects: without it the token is pulled out. */
  readonly folder: string
  /** Puts a key and its certificate on the token. */
  add(commonName: string, id: string): Promise<void>
  pull(): void
  putBack(): void
  changePin(to: string): void
}

const pin = '654321'
const day = 86_400_000

/** A SoftHSM token with nothing on it, and the server told of the library. */
export function givenToken({ services }: TestClient, library: string): SoftToken {
  const home = mkdtempSync(join(tmpdir(), 'lanong-token-'))
  const folder = join(home, 'tokens')
  mkdirSync(folder)
  writeFileSync(
    join(home, 'conf'),
    `directories.tokendir = ${folder}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  process.env['SOFTHSM2_CONF'] = join(home, 'conf')
  const run = (program: string, args: readonly string[]) =>
    execFileSync(program, [...args], { cwd: home, stdio: 'pipe', env: process.env })
  run('softhsm2-util', ['--init-token', '--free', '--label', 'signers', '--pin', pin, '--so-pin', '87654321'])
  const told = services as { config: Config }
  told.config = { ...services.config, tokenModule: library }
  return {
    folder,
    pull: () => renameSync(folder, `${folder}.out`),
    putBack: () => renameSync(`${folder}.out`, folder),
    changePin: (to) =>
      void run('pkcs11-tool', [
        '--module',
        library,
        '--token-label',
        'signers',
        '--login',
        '--pin',
        pin,
        '--change-pin',
        '--new-pin',
        to,
      ]),
    async add(commonName, id) {
      const authority = await openAuthority(systemContext(services))
      const pair = await newSigningKey()
      const certificate = issueCertificate({
        kind: 'signer',
        subject: { commonName },
        publicKey: pair.publicKey,
        issuer: authority.root,
        issuerKey: authority.rootKey,
        notBefore: new Date(noon.getTime() - day),
        notAfter: new Date(noon.getTime() + 365 * day),
      })
      writeFileSync(join(home, 'key.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
      writeFileSync(join(home, 'certificate.der'), certificate.der)
      const token = ['--token', 'signers', '--label', 'key', '--id', id, '--pin', pin]
      run('softhsm2-util', ['--import', 'key.pem', ...token])
      const object = ['--type', 'cert', '--write-object', 'certificate.der', '--id', id, '--label', 'key']
      run('pkcs11-tool', ['--module', library, '--token-label', 'signers', '--login', '--pin', pin, ...object])
    },
  }
}
