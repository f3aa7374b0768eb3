import type { Observation } from '@medplum/fhirtypes'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { evaluateScore, scoreOn } from '#kernel/score/index.ts'
import type { VitalsBody } from './contract.ts'
import {
  type Measuring,
  meowsObservation,
  news2Observation,
  pewsObservation,
} from './domain/build-observations.ts'
import { adultFromYears } from './domain/check-vitals.ts'
import type { Warning } from './domain/early-warning.ts'
import { meows } from './domain/meows.ts'
import { news2 } from './domain/news2.ts'

type Made = Observation & { id: string }

export interface Scored {
  readonly made: readonly Made[]
  readonly warning?: Warning
  /** Why there is no score: child, ageUnknown, or incomplete. */
  readonly reason?: string
}

export interface Person {
  readonly years: number | undefined
  readonly ageDays: number | undefined
}

/** The early-warning score that was made for such a person: PEWS below 16 years, MEOWS in pregnancy and childbed, else NEWS2. */
export function scoreSet(body: VitalsBody, person: Person, of: Measuring, measured: readonly Made[]): Scored {
  const { years } = person
  if (years === undefined) return { made: [], reason: 'ageUnknown' }
  if (years < adultFromYears) return childScore(body, person, of)
  return body.pregnant || body.childbed ? obstetricScore(body, of, measured) : adultScore(body, of, measured)
}

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))

function figures(body: VitalsBody) {
  return {
    respiration: number(body.respiration),
    spo2: number(body.spo2),
    systolic: number(body.systolic),
    pulse: number(body.pulse),
    temperature: number(body.temperature),
    consciousness: body.consciousness,
  }
}

function adultScore(body: VitalsBody, of: Measuring, measured: readonly Made[]): Scored {
  const scale = body.spo2Scale ?? 1
  const onOxygen = body.oxygen === undefined ? undefined : Number(body.oxygen) > 0
  const score = news2({ spo2Scale: scale, ...present({ ...figures(body), onOxygen }) })
  if (!score) return { made: [], reason: 'incomplete' }
  return {
    made: [news2Observation(score, scale, of, measured)],
    warning: { score: 'NEWS2', total: score.total, red: score.red },
  }
}

function obstetricScore(body: VitalsBody, of: Measuring, measured: readonly Made[]): Scored {
  const score = meows(present({ ...figures(body), diastolic: number(body.diastolic), pain: number(body.pain) }))
  if (!score) return { made: [], reason: 'incomplete' }
  return {
    made: [meowsObservation(score, of, measured)],
    warning: { score: 'MEOWS', total: score.total, red: score.red },
  }
}

function childScore(body: VitalsBody, { ageDays }: Person, of: Measuring): Scored {
  if (!body.pews) return { made: [], reason: 'child' }
  const score = evaluateScore(scoreOn('pews', dayInVietnam(new Date(of.at))), body.pews, ageDays)
  return {
    made: [pewsObservation(score, of)],
    warning: { score: 'PEWS', total: score.total, red: score.red },
  }
}
