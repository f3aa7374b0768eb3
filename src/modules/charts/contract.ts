import Type, { type Static } from 'typebox'
import { LabourExamination } from './labour-contract.ts'

const Optional = Type.Optional

export const StayParams = Type.Object({ encounterId: Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' }) })

export const ChartPoint = Type.Object({
  at: Type.String(),
  /** The digits as recorded. */
  value: Type.String(),
  /** Diastolic pressure under the systolic value. */
  low: Optional(Type.String()),
  flag: Optional(Type.String()),
})
export const ChartSeries = Type.Object({
  key: Type.String(),
  name: Type.String(),
  unit: Type.String(),
  points: Type.Array(ChartPoint),
  band: Optional(Type.Object({ low: Optional(Type.Number()), high: Optional(Type.Number()) })),
  range: Optional(Type.String()),
})
export type ChartSeries = Static<typeof ChartSeries>

export const DayAmounts = Type.Object({
  /** Day of the civil calendar in Viet Nam. */
  day: Type.String(),
  urineMl: Optional(Type.Number()),
  /** How often. */
  stools: Optional(Type.Integer()),
})
export type DayAmounts = Static<typeof DayAmounts>

export const StayCharts = Type.Object({
  patientId: Type.String(),
  encounterId: Type.String(),
  admittedAt: Type.String(),
  now: Type.String(),
  sex: Type.String(),
  birthDate: Optional(Type.String()),
  vitals: Type.Array(ChartSeries),
  amounts: Type.Array(DayAmounts),
  laboratory: Type.Array(ChartSeries),
  /** Examinations in labour, struck ones among them. */
  labour: Type.Array(LabourExamination),
})
export type StayCharts = Static<typeof StayCharts>
