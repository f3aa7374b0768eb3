/** Members of answers that are ids, by their names. */
const usual: Readonly<Record<string, string>> = {
  patientId: 'Patient',
  encounterId: 'Encounter',
  stayId: 'Encounter',
  recordId: 'Encounter',
  documentId: 'DocumentReference',
}

/** So many are named in one event. */
const most = 2000
const id = /^[A-Za-z0-9.-]{1,64}$/

/** What an answer shows, as `Type/id`, however deep. */
export function namedIn(answer: unknown, more: Readonly<Record<string, string>> = {}): ReadonlySet<string> {
  const members = { ...usual, ...more }
  const found = new Set<string>()
  const take = (name: string, one: unknown) => {
    const type = members[name]
    if (type === undefined || typeof one !== 'string') return walk(one)
    if (id.test(one)) found.add(`${type}/${one}`)
  }
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value) || found.size >= most) return
    if (Array.isArray(value)) for (const one of value) walk(one)
    else for (const [name, one] of Object.entries(value)) take(name, one)
  }
  walk(answer)
  return found
}
