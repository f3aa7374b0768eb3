// docs/security/asvs.md names only files that are there, and counts what it says.
import { existsSync, readFileSync } from 'node:fs'

const text = readFileSync('docs/security/asvs.md', 'utf8')
const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| [123] \| .* \| (met|open|does not apply) \| (.*) \|$/gm)]
const faults: string[] = []
const counts = { met: 0, open: 0, 'does not apply': 0 }
for (const [, id, state, where = ''] of rows) {
  counts[state as keyof typeof counts] += 1
  for (const [, file = ''] of where.matchAll(/`([^`]+)`/g))
    if (!existsSync(file)) faults.push(`${id} names ${file}, which is not there`)
  if (where.trim() === '') faults.push(`${id} gives no place and no reason`)
}
const ids = new Set(rows.map(([, id]) => id))
if (ids.size !== rows.length || rows.length !== 345) faults.push(`${ids.size} requirements instead of 345`)
const apply = counts.met + counts.open
const said = `${rows.length} requirements: ${counts.met} met, ${counts.open} open, ${counts['does not apply']} do not apply. Of the ${apply} that apply, ${((100 * counts.met) / apply).toFixed(1)} % are met.`
if (!text.includes(said)) faults.push(`the counts should be: ${said}`)
for (const fault of faults) process.stdout.write(`docs/security/asvs.md: ${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
