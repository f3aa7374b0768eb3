import { SaxesParser } from 'saxes'
import { convert, isUnit, unitName } from '#fhir/ucum/index.ts'
import { judge, type Result, sharedText } from '#tests/support/conformance.ts'

export const name = 'UCUM functional tests'

type Case = Readonly<Record<string, string>>

/** A result as exact as the digits of the expected one say. */
function near(found: number | undefined, expected: string): boolean {
  if (found === undefined) return false
  const digits = expected.replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').length
  const wanted = Number(expected)
  return Math.abs(found - wanted) <= Math.abs(wanted) * 5 * 10 ** -Math.min(digits, 12)
}

const instead = (found: unknown, wanted: string | undefined) =>
  String(found) === wanted ? undefined : `${String(found)} instead of ${wanted}`

const kinds: Readonly<Record<string, (one: Case) => string | undefined>> = {
  validation: (one) => instead(isUnit(one['unit'] ?? ''), one['valid']),
  displayNameGeneration: (one) => instead(unitName(one['unit'] ?? ''), one['display']),
  conversion(one) {
    const found = convert(Number(one['value']), one['srcUnit'] ?? '', one['dstUnit'] ?? '')
    return near(found, one['outcome'] ?? '') ? undefined : `${found} instead of ${one['outcome']}`
  },
  multiplication: (one) => calculated(one, '.', Number(one['v1']) * Number(one['v2'])),
  division: (one) => calculated(one, '/', Number(one['v1']) / Number(one['v2'])),
}

function calculated(one: Case, operator: string, value: number): string | undefined {
  const found = convert(value, `(${one['u1']})${operator}(${one['u2']})`, one['uRes'] || '1')
  return near(found, one['vRes'] ?? '') ? undefined : `${found} instead of ${one['vRes']}`
}

export async function run(): Promise<Result[]> {
  const cases: (readonly [kind: string, one: Case])[] = []
  const open: string[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name: tag, attributes }) => {
    if (tag === 'case') cases.push([open.at(-1) ?? '', attributes as Case])
    else open.push(tag)
  })
  parser.on('closetag', ({ name: tag }) => {
    if (tag !== 'case') open.pop()
  })
  parser.write(sharedText('suites/ucum/UcumFunctionalTests.xml')).close()
  return Promise.all(
    cases.map(([kind, one], at) =>
      judge(
        `${kind}/${one['id']}#${at + 1}`,
        () => kinds[kind]?.(one) ?? (kinds[kind] ? undefined : 'unknown kind'),
      ),
    ),
  )
}
