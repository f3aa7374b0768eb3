import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Reason = Type.String({ minLength: 1, maxLength: 500 })
const Text = Type.Optional(Type.String())

export const MergePerson = Type.Object({
  id: Type.String(),
  name: Type.String(),
  sex: Type.String(),
  mrn: Text,
  birthDate: Text,
  ageText: Text,
  cccd: Text,
  bhyt: Text,
  phone: Text,
  address: Text,
  mergedInto: Text,
})
export type MergePerson = Static<typeof MergePerson>

export const CandidatesQuery = Type.Object({ patient: Id })
export const MergeCandidate = Type.Object({
  patient: MergePerson,
  score: Type.Integer(),
  reasons: Type.Array(Type.String()),
})
export type MergeCandidate = Static<typeof MergeCandidate>
export const MergeCandidates = Type.Object({ candidates: Type.Array(MergeCandidate) })
export type MergeCandidates = Static<typeof MergeCandidates>

/** A number, telephone or address; former ones stay findable. */
export const Kept = Type.Object({ kind: Type.String(), value: Type.String(), former: Type.Boolean() })
export type Kept = Static<typeof Kept>

export const MergeSide = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  name: Type.String(),
  formerNames: Type.Array(Type.String()),
  sex: Type.String(),
  birthDate: Text,
  ageText: Text,
  numbers: Type.Array(Kept),
  phones: Type.Array(Kept),
  addresses: Type.Array(Kept),
  allergies: Type.Object({ state: Type.String(), items: Type.Array(Type.String()) }),
  visits: Type.Integer(),
  /** Visits whose record is completed or archived: their papers are never rewritten. */
  closedVisits: Type.Integer(),
  lastVisitOn: Text,
})
export type MergeSide = Static<typeof MergeSide>

export const PreviewQuery = Type.Object({ source: Id, target: Id })
export const MergePreview = Type.Object({ source: MergeSide, target: MergeSide, result: MergeSide })
export type MergePreview = Static<typeof MergePreview>

export const MergeBody = Type.Object({
  source: Id,
  target: Id,
  reason: Reason,
  /** Versions that were compared on the screen. */
  seen: Type.Object({ source: Type.Integer({ minimum: 1 }), target: Type.Integer({ minimum: 1 }) }),
})
export type MergeBody = Static<typeof MergeBody>
export const MergeDone = Type.Object({ id: Type.String(), rewritten: Type.Integer(), refiled: Type.Integer() })
export type MergeDone = Static<typeof MergeDone>

export const MergesQuery = Type.Object({ before: Type.Optional(Type.String({ format: 'uuid' })) })
export const MergeRecord = Type.Object({
  id: Type.String(),
  source: MergePerson,
  target: MergePerson,
  reason: Type.String(),
  at: Type.String(),
  by: Type.String(),
  undoneAt: Text,
  undoneBy: Text,
  /** Resources and rows that were moved, and closed ones that are only found under the target. */
  moved: Type.Integer(),
  refiled: Type.Integer(),
  /** Set when the target was merged onward since: that merge has to be undone first. */
  mergedOnward: Type.Boolean(),
})
export type MergeRecord = Static<typeof MergeRecord>
export const MergeList = Type.Object({ merges: Type.Array(MergeRecord), next: Type.Optional(Type.String()) })
export type MergeList = Static<typeof MergeList>

export const MergeParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
export const UndoBody = Type.Object({ reason: Reason })
export const UndoDone = Type.Object({ restored: Type.Integer(), toLookAt: Type.Array(Type.String()) })
export type UndoDone = Static<typeof UndoDone>
