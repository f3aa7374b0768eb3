import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'

type Item = QuestionnaireResponseItem

const said = (linkId: string, value: string | undefined): Item[] =>
  value?.trim() ? [{ linkId, answer: [{ valueString: value.trim() }] }] : []

const moment = (linkId: string, value: string): Item[] => [{ linkId, answer: [{ valueDateTime: value }] }]
const day = (linkId: string, value: string): Item[] => [{ linkId, answer: [{ valueDate: value }] }]

/** Who took part, as the papers name people. */
export interface Member {
  readonly name: string
  readonly title: string
  readonly department?: string
  readonly opinion?: string
}

/** What the minutes of a meeting say, whatever their form. */
export interface Minutes {
  readonly heldAt: string
  readonly today: string
  readonly place: string
  readonly chair: string
  readonly secretary: string
  readonly members: readonly Member[]
  readonly summary: string
  readonly conclusion: string
  readonly plan: string
  readonly death?: {
    readonly history: string
    readonly admissionState: string
    readonly diagnoses: string
    readonly cause: string
    readonly reception: string
    readonly examination: string
    readonly treatment: string
    readonly care: string
    readonly family: string
  }
}

const memberRows = (linkId: string, last: string, members: readonly Member[]): Item[] =>
  members.map(({ name, title, department }) => ({
    linkId,
    item: [
      ...said(`${linkId}.name`, name),
      ...said(`${linkId}.title`, title),
      ...said(`${linkId}.${last}`, department),
    ],
  }))

/** 27/BV2, extract of consultation minutes: Circular 32/2023/TT-BYT, annex XXIX. */
const consultation = (one: Minutes): Item[] => [
  {
    linkId: 'content',
    item: [
      ...day('content.to', one.heldAt.slice(0, 10)),
      ...moment('content.heldAt', one.heldAt),
      ...said('content.chair', one.chair),
      ...said('content.secretary', one.secretary),
      ...memberRows('content.member', 'department', one.members),
      ...said('content.summary', one.summary),
      ...said('content.conclusion', one.conclusion),
      ...said('content.plan', one.plan),
      ...day('content.date', one.today),
    ],
  },
]

/** 28/BV2, extract of the minutes of a death review. */
const deathExtract = (one: Minutes): Item[] => [
  {
    linkId: 'content',
    item: [
      ...moment('content.heldAt', one.heldAt),
      ...said('content.chair', one.chair),
      ...said('content.secretary', one.secretary),
      ...memberRows('content.member', 'department', one.members),
      ...said('content.summary', one.summary),
      ...said('content.conclusion', one.conclusion),
      ...day('content.date', one.today),
    ],
  },
]

/** 47/BV2, minutes of a death review. */
const deathMinutes = (one: Minutes): Item[] => [
  {
    linkId: 'meeting',
    item: [
      ...moment('meeting.heldAt', one.heldAt),
      ...memberRows('meeting.member', 'position', one.members),
      ...said('meeting.place', one.place),
      ...said('meeting.chair', one.chair),
      ...said('meeting.secretary', one.secretary),
    ],
  },
  { linkId: 'patientBlock', item: said('patientBlock.causeDeath', one.death?.cause) },
  {
    linkId: 'course',
    item: [
      ...said('course.history', one.death?.history),
      ...said('course.admissionState', one.death?.admissionState),
      ...said('course.diagnoses', one.death?.diagnoses),
      ...said('course.course', one.summary),
    ],
  },
  {
    linkId: 'review',
    item: [
      ...said('review.reception', one.death?.reception),
      ...said('review.examinationDiagnosis', one.death?.examination),
      ...said('review.treatment', one.death?.treatment),
      ...said('review.care', one.death?.care),
      ...said('review.relationsFamily', one.death?.family),
    ],
  },
  {
    linkId: 'conclusion',
    item: [
      ...one.members.flatMap(({ name, opinion }) =>
        opinion
          ? [
              {
                linkId: 'conclusion.opinion',
                item: [...said('conclusion.opinion.name', name), ...said('conclusion.opinion.text', opinion)],
              },
            ]
          : [],
      ),
      ...said('conclusion.text', one.conclusion),
    ],
  },
]

const written: Readonly<Record<string, (minutes: Minutes) => Item[]>> = {
  '27-BV2': consultation,
  '28-BV2': deathExtract,
  '47-BV2': deathMinutes,
}

/** The answers of a form with the minutes in them; what the chart has filled in, and nothing here says, stays. */
export function withMinutes(form: string, items: readonly Item[], minutes: Minutes): Item[] {
  const groups = written[form]?.(minutes) ?? []
  const merged = items.map((one) => {
    const mine = groups.find(({ linkId }) => linkId === one.linkId)
    if (!mine) return one
    const named = new Set((mine.item ?? []).map(({ linkId }) => linkId))
    return { ...one, item: [...(one.item ?? []).filter(({ linkId }) => !named.has(linkId)), ...(mine.item ?? [])] }
  })
  const there = new Set(items.map(({ linkId }) => linkId))
  return [...merged, ...groups.filter(({ linkId, item }) => !there.has(linkId) && (item ?? []).length > 0)]
}
