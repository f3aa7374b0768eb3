// The bill of materials in CycloneDX, out of the lock file alone: the same lock gives the same bytes.
import { createHash } from 'node:crypto'

export interface LockedPackage {
  readonly version?: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
export interface Lock {
  readonly name: string
  readonly version: string
  readonly lockfileVersion: number
  readonly packages: Readonly<Record<string, LockedPackage>>
}

export const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** https://github.com/package-url/purl-spec: the at sign of a scope is escaped. */
const purlOf = (path: string, { version = '' }: LockedPackage): string =>
  `pkg:npm/${nameOf(path).replace(/^@/, '%40')}@${version}`

/** Where Node finds a dependency of a package: in its own folder first, then in those around it. */
function found(lock: Lock, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (lock.packages[path]) return path
    if (!at.includes('/node_modules/')) {
      const top = `node_modules/${name}`
      return lock.packages[top] ? top : undefined
    }
  }
}

function component(path: string, one: LockedPackage) {
  const [algorithm = '', digest = ''] = one.integrity?.split('-') ?? []
  const slash = nameOf(path).indexOf('/')
  return {
    type: 'library',
    'bom-ref': path,
    ...(slash > 0 ? { group: nameOf(path).slice(0, slash) } : {}),
    name: nameOf(path).slice(slash + 1),
    version: one.version,
    scope: one.dev ? 'excluded' : one.optional ? 'optional' : 'required',
    hashes: [
      {
        alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
        content: Buffer.from(digest, 'base64').toString('hex'),
      },
    ],
    ...(one.license ? { licenses: [{ expression: one.license }] } : {}),
    purl: purlOf(path, one),
  }
}

function dependenciesOf(lock: Lock, path: string, one: LockedPackage) {
  const names = Object.keys({ ...one.dependencies, ...one.optionalDependencies })
  const refs = names.flatMap((name) => found(lock, path, name) ?? [])
  return { ref: path || lock.name, dependsOn: [...new Set(refs)].sort() }
}

/** https://cyclonedx.org/docs/1.6/json/ */
export function makeSbom(lock: Lock): object {
  const all = Object.entries(lock.packages).filter(([path, { link }]) => path !== '' && !link)
  const hash = createHash('sha256').update(JSON.stringify(lock)).digest('hex')
  const serial = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`]
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${serial.join('-')}-${hash.slice(20, 32)}`,
    version: 1,
    metadata: {
      component: {
        ...{ type: 'application', 'bom-ref': lock.name, name: lock.name, version: lock.version },
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: all.map(([path, one]) => component(path, one)),
    dependencies: [['', lock.packages[''] ?? {}] as const, ...all].map(([path, one]) =>
      dependenciesOf(lock, path, one),
    ),
  }
}
