import type { Random } from '../demo/random.ts'
import type { Desk } from './desk.ts'
import type { UserName } from './staff-over-http.ts'

/** A screen as the browser opens it: what it asks for at once. */
export interface Opening {
  readonly action: string
  readonly paths: readonly string[]
}

export interface Seen {
  readonly encounterId: string
  readonly patientId: string
}

export interface Sight {
  readonly visits: readonly Seen[]
  /** Patients in the beds of one ward. */
  readonly stays: readonly Seen[]
  readonly department: string
  readonly random: Random
}

type Look = (sight: Sight) => Opening | undefined

const one = ({ visits, random }: Sight) => (visits.length > 0 ? random.pick(visits) : undefined)

const queue: Look = () => ({ action: 'screen: queue', paths: ['/api/queue', '/api/rooms', '/api/queue/count'] })

const words = ['nguyen thi', 'le van', 'hoa', 'NTH', 'tran', 'dang thi', 'minh 19'] as const
const search: Look = ({ random }) => ({
  action: 'screen: patient search',
  paths: [`/api/patients?q=${encodeURIComponent(random.pick(words))}`],
})

const chart: Look = (sight) => {
  const seen = one(sight)
  return (
    seen && {
      action: 'screen: chart',
      paths: ['banner', 'chart', 'allergies', 'timeline'].map((part) => `/api/patients/${seen.patientId}/${part}`),
    }
  )
}

const trends: Look = (sight) => {
  const seen = one(sight)
  return (
    seen && {
      action: 'screen: results and trends',
      paths: [
        `/api/patients/${seen.patientId}/banner`,
        `/api/patients/${seen.patientId}/vitals/series`,
        `/api/laboratory/flowsheet?patient=${seen.patientId}`,
      ],
    }
  )
}

const exam: Look = (sight) => {
  const seen = one(sight)
  const visit = `/api/encounters/${seen?.encounterId}`
  return (
    seen && {
      action: 'screen: examination',
      paths: [
        `/api/patients/${seen.patientId}/banner?encounter=${seen.encounterId}`,
        ...['exam', 'orders', 'prescription', 'vitals'].map((part) => `${visit}/${part}`),
        '/api/phrases',
      ],
    }
  )
}

const vitals: Look = (sight) => {
  const seen = one(sight)
  return (
    seen && {
      action: 'screen: vital signs',
      paths: [
        `/api/patients/${seen.patientId}/banner`,
        `/api/encounters/${seen.encounterId}/vitals`,
        `/api/patients/${seen.patientId}/allergies`,
        '/api/vitals/ranges',
      ],
    }
  )
}

const toSign: Look = () => ({
  action: 'screen: papers to sign',
  paths: ['/api/signing/mine', '/api/signing/key', '/api/signing/count'],
})

const newResults: Look = () => ({ action: 'screen: new results', paths: ['/api/orders/new-results'] })

const laboratory: Look = () => ({
  action: 'screen: laboratory list',
  paths: ['/api/laboratory/worklist?state=collected,received,entered,validated', '/api/laboratory/count'],
})

const office: Look = () => ({
  action: 'screen: record office',
  paths: [
    '/api/records?state=finished,completed,submitted,accepted',
    '/api/records/count',
    '/api/record-reopenings',
  ],
})

const record: Look = (sight) => {
  const seen = one(sight)
  return (
    seen && {
      action: 'screen: record',
      paths: [`/api/records/${seen.encounterId}`, `/api/records/${seen.encounterId}/completeness`],
    }
  )
}

const stayScreens: readonly (readonly [string, (of: Seen) => readonly string[]])[] = [
  ['round', ({ encounterId }) => [`/api/stays/${encounterId}/round`]],
  ['orders of a stay', ({ encounterId }) => [`/api/stays/${encounterId}/orders`, '/api/order-pad/search']],
  ['medicines of a stay', ({ encounterId }) => [`/api/stays/${encounterId}/medicines`]],
  [
    'flow sheet of a stay',
    ({ encounterId }) => [`/api/encounters/${encounterId}/flow-sheet`, '/api/vitals/ranges'],
  ],
  ['fluids of a stay', ({ encounterId }) => [`/api/stays/${encounterId}/fluids`]],
  ['nursing of a stay', ({ encounterId }) => [`/api/stays/${encounterId}/nursing`]],
]

const stay: Look = ({ stays, random }) => {
  if (stays.length === 0) return undefined
  const seen = random.pick(stays)
  const [name, paths] = random.pick(stayScreens)
  return { action: `screen: ${name}`, paths: [`/api/stays/${seen.encounterId}`, ...paths(seen)] }
}

const wardLists: Look = ({ department, random }) => {
  const list = random.pick(['round', 'medicines', 'nursing'])
  return { action: `screen: ${list} of a ward`, paths: [`/api/ward/${list}?department=${department}`] }
}

const looks: Readonly<Record<UserName, readonly Look[]>> = {
  bacsi: [queue, chart, exam, trends, exam, newResults, toSign, search, stay, stay, stay, wardLists],
  dieuduong: [queue, vitals, chart, stay, stay, stay, stay, wardLists],
  tiepdon: [queue, search, search],
  xetnghiem: [laboratory, laboratory, search],
  luutru: [office, record, search],
}

/** What a person of this account opens next. */
export function nextScreen(desk: Desk, sight: Sight): Opening | undefined {
  return sight.random.pick(looks[desk.userName as UserName] ?? [search])(sight)
}
