// Rules of safe code that the linter has no form for. Exceptions are named with their reason.
import { globSync, readFileSync } from 'node:fs'

interface Rule {
  readonly name: string
  readonly pattern: RegExp
  /** Where it is looked for; all of the server and the screens when absent. */
  readonly where?: RegExp
}

const server = /^src\/(?!web\/)(?!.*\/web\/)/
const rules: readonly Rule[] = [
  { name: 'code out of a text', pattern: /\beval\(|new Function\(|\bvm\.run|from 'node:vm'/ },
  {
    name: 'a shell',
    pattern: /shell: true|\bexecSync\(|\bexec\(`|import \{[^}]*\bexec\b[^}]*\} from 'node:child_process'/,
  },
  {
    name: 'SQL out of a text',
    // Kysely binds what stands in `sql`; only raw() and the driver's own query() can be given a text.
    pattern: /sql\.raw\((?!'[^'$]*'\))|\.query\(`[^`]*\$\{/,
    where: server,
  },
  {
    name: 'random numbers that can be foreseen',
    pattern: /Math\.random\(/,
    where: server,
  },
  {
    name: 'a certificate that is not looked at',
    pattern: /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED/,
  },
  {
    name: 'HTML out of a text',
    pattern: /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write\(/,
  },
  { name: 'a weak digest', pattern: /createHash\('(md5|sha1)'\)/ },
  { name: 'a cipher without authentication', pattern: /createCipheriv\(\s*'[^']*-(cbc|ecb|ctr)'/ },
  { name: 'a secret in the source', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----\\n|AKIA[0-9A-Z]{16}/ },
  { name: 'a window that can reach back', pattern: /target="_blank"(?![^>]*noopener)/ },
]

const known: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync('data/security/code-exceptions.json', 'utf8'),
)

const faults: string[] = []
const used = new Set<string>()
for (const file of globSync('src/**/*.{ts,tsx}').filter((one) => !/\.test\.tsx?$/.test(one))) {
  const text = readFileSync(file, 'utf8')
  for (const { name, pattern, where } of rules) {
    if ((where && !where.test(file)) || !pattern.test(text)) continue
    if (known[name]?.[file]) used.add(`${name} ${file}`)
    else faults.push(`${file}: ${name}`)
  }
}
for (const [name, files] of Object.entries(known))
  for (const file of Object.keys(files))
    if (!used.has(`${name} ${file}`))
      faults.push(`data/security/code-exceptions.json excuses ${file} without need`)

for (const fault of faults) process.stdout.write(`${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
