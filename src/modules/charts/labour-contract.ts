import Type, { type Static } from 'typebox'
import { contractionLengths, type Fluid, mouldings } from '#kernel/drawing/labour.ts'

const Optional = Type.Optional
const Moment = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
})
const Between = (minimum: number, maximum: number) => Optional(Type.Number({ minimum, maximum }))
const fluidLetters = ['I', 'C', 'M', 'B', 'A'] as const satisfies readonly Fluid[]

/** What is found of the child and of the course of labour. */
const findings = {
  fetalHeart: Between(40, 240),
  contractions: Between(0, 9),
  length: Optional(Type.Enum([...contractionLengths])),
  cervix: Between(0, 10),
  descent: Between(0, 5),
  fluid: Optional(Type.Enum([...fluidLetters])),
  moulding: Optional(Type.Enum([...mouldings])),
  oxytocin: Between(0, 100),
  drops: Between(0, 120),
  drug: Optional(Type.String({ maxLength: 60 })),
  urine: Optional(Type.String({ maxLength: 20 })),
}

/** Digits as typed: signs of the mother go where all vital signs go. */
const Figure = Optional(Type.String({ pattern: '^(0|[1-9]\\d{0,2})(\\.\\d{1,2})?$' }))
const mother = { pulse: Figure, systolic: Figure, diastolic: Figure, temperature: Figure }

export const LabourBody = Type.Object({
  at: Moment,
  ...findings,
  ...mother,
  /** Rare signs of the mother that were looked at again. */
  confirmed: Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 4 })),
})
export type LabourBody = Static<typeof LabourBody>

/** One examination in labour; the mother's signs are among the vital signs of the same moment. */
export const LabourExamination = Type.Object({
  id: Type.String(),
  at: Type.String(),
  by: Type.String(),
  ...findings,
  struck: Optional(Type.Object({ by: Type.String(), reason: Type.String() })),
})
export type LabourExamination = Static<typeof LabourExamination>

export const LabourSaved = Type.Object({
  id: Optional(Type.String()),
  /** Who was called by what was found: `Bác sĩ sản trực. …` */
  called: Optional(Type.String()),
})
export type LabourSaved = Static<typeof LabourSaved>

export const StrikeLabourBody = Type.Object({
  /** Moment of the examination. */
  at: Moment,
  reason: Type.String({ minLength: 3, maxLength: 300 }),
})
export type StrikeLabourBody = Static<typeof StrikeLabourBody>
