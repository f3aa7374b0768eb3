import { readdirSync } from 'node:fs'
import type { ResourceTest, TieKind } from './domain/condition.ts'
import { decide } from './domain/decision.ts'
import { keyOf, ofType, type Rules, rulesFor, testsOf } from './domain/fold.ts'
import { policiesOn } from './policies.ts'

/** How somebody stands to a stay, as the table tells it. */
const standings: readonly { readonly name: string; readonly ties: readonly TieKind[]; readonly mine?: true }[] = [
  { name: 'no tie', ties: [] },
  { name: 'the patient', ties: [], mine: true },
  { name: 'department', ties: ['department'] },
  { name: 'team', ties: ['team'] },
  { name: 'consulted', ties: ['task'] },
  { name: 'invited', ties: ['grant'] },
  { name: 'granted request', ties: ['request'] },
  { name: 'emergency', ties: ['glass'] },
]
const states = ['open', 'finished', 'completed', 'submitted', 'accepted', 'archived'] as const
const verbs = ['read', 'write', 'copy', 'print', 'export'] as const
const kinds: readonly { readonly title: string; readonly visit: string; readonly labels: readonly string[] }[] = [
  { title: 'Chart of a stay', visit: 'IMP', labels: [] },
  { title: 'Sensitive data of a stay (HIV, psychiatry, domestic violence)', visit: 'IMP', labels: ['HIV'] },
  { title: 'Chart of an outpatient visit', visit: 'AMB', labels: [] },
]

const letter = { read: 'r', write: 'w', copy: 'c', print: 'p', export: 'e' } as const

interface Case {
  readonly state: string
  readonly visit: string
  readonly labels: readonly string[]
  readonly ties: readonly TieKind[]
  readonly mine?: true | undefined
}

/** The truth of a test in a case of the table: a patient of nobody's acquaintance, without consent either way. */
function truthIn({ state, visit, labels, ties, mine }: Case, test: ResourceTest): boolean {
  if ('mine' in test) return mine === true
  if ('tie' in test) return ties.includes(test.tie)
  if ('record' in test) return test.record.includes(state)
  if ('visit' in test) return test.visit.includes(visit)
  if ('label' in test) return test.label.some((one) => labels.includes(one))
  return false
}

/** What the policies of a day allow, by role, standing and state of the record, for people to read. */
export function accessTable(now: Date): string {
  const { policies, sourceOf } = policiesOn(now)
  const roles = readdirSync(new URL('../../../data/roles/', import.meta.url))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    .sort()
  const rules = (role: string, verb: string): Rules => {
    const facts = { kind: kindOf(role), roles: [role], userName: role, verb, purpose: 'TREAT', minute: 600 }
    const { allows, refuses } = rulesFor(policies, facts)
    const typed = (list: Rules['allows']) =>
      list
        .map(({ policy, when }) => ({ policy, when: ofType(when, 'Chart') }))
        .filter(({ when }) => when !== false)
    return { allows: typed(allows), refuses: typed(refuses) }
  }
  const made = new Map(
    roles.flatMap((role) => verbs.map((verb) => [`${role} ${verb}`, rules(role, verb)] as const)),
  )
  const cell = (role: string, of: Case) =>
    verbs
      .filter((verb) => {
        const known = made.get(`${role} ${verb}`)
        if (!known) return false
        const tests = [...known.allows, ...known.refuses].flatMap(({ when }) => [...testsOf(when).values()])
        return decide(known, new Map(tests.map((test) => [keyOf(test), truthIn(of, test)]))).allowed
      })
      .map((verb) => letter[verb])
      .join('') || '–'
  const tables = kinds.map(({ title, visit, labels }) => {
    const lines = roles.flatMap((role) =>
      sameOnce(
        standings.map(({ name, ties, mine }) => [
          name,
          states.map((state) => cell(role, { state, visit, labels, ties, mine })),
        ]),
      ).map(([name, cells]) => `| ${role} | ${name} | ${cells.join(' | ')} |`),
    )
    return `## ${title}\n\n| role | tie | ${states.join(' | ')} |\n|---|---|${states.map(() => '---|').join('')}\n${lines.join('\n')}\n`
  })
  const told = policies.map(
    ({ id, effect, title }) => `| ${id} | ${effect} | ${title.en} | ${sourceOf(id) ?? ''} |`,
  )
  return `# Who may do what with a chart\n\nFrom \`data/access/policies/\`: r read, w write, c copy, p print, e export, – nothing. A permission of the role (docs/operations/permissions.md)\nis needed besides. Ties that make no difference for a role stand in one line. Whoever may write, a record that is closed takes no entries (docs/decisions/0013).\n\n${tables.join('\n')}\n## Rules\n\n| rule | effect | says | source |\n|---|---|---|---|\n${told.join('\n')}\n`
}

type Line = readonly [name: string, cells: readonly string[]]

/** Lines with the same cells are one, which names all their ties. */
function sameOnce(lines: readonly Line[]): readonly Line[] {
  const byCells = new Map<string, Line>()
  for (const [name, cells] of lines) {
    const before = byCells.get(cells.join())
    byCells.set(cells.join(), [before ? `${before[0]}, ${name}` : name, cells])
  }
  return [...byCells.values()]
}

const kindOf = (role: string) => (role === 'patient' ? 'patient' : role === 'system' ? 'system' : 'person')
