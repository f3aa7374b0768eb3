import { useEffect, useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import {
  api,
  type bodyOf,
  type Command,
  type Draft,
  keptLabel,
  refresh,
  t,
  useCommand,
  useDraft,
  useStay,
} from '#web/kit/index.ts'
import type { CourseRow, CourseSaved, CourseText, RoundView } from '../contract.ts'
import { measuredText, newResultsText } from '../domain/objective.ts'

interface Kept extends CourseText {
  readonly sheetId: string
  readonly rowId: string
  /** When it was written, once it was. */
  readonly at?: string
}

/** What opens the key of who signs. */
type Opening = ReturnType<typeof bodyOf>

export interface Course {
  readonly text: CourseText
  set(change: Partial<CourseText>): void
  /** Takes what goes on from the entry before. */
  asBefore(): void
  readonly before: CourseRow | undefined
  /** Writes it in the sheet, unsigned. */
  readonly save: Command<undefined, CourseSaved>
  readonly sign: Command<Opening, CourseSaved>
  readonly draft: Draft<Kept>
  readonly missing: readonly (keyof CourseText)[]
}

const textOf = ({
  subjective,
  objective,
  assessment,
  plan,
  careLevel,
  diet,
  monitoring,
}: CourseText): CourseText => ({
  subjective,
  objective,
  assessment,
  plan,
  diet,
  monitoring,
  ...(careLevel ? { careLevel } : {}),
})

/** A new entry: what was measured and came back stands in it already, each with its figures. */
function blank(view: RoundView): CourseText {
  const standing = {
    careLevel: view.standing.careLevel,
    diet: view.standing.diet,
    monitoring: view.standing.monitoring,
  }
  const objective = [measuredText(view.vitals, view.now), newResultsText(view.results)].filter(Boolean).join('. ')
  return textOf({ subjective: '', objective, assessment: '', plan: '', ...standing } as CourseText)
}

function begin(view: RoundView): Kept {
  const mine = view.rows.findLast((row) => row.mine && row.state === 'draft')
  if (mine) return { ...textOf(mine), sheetId: mine.sheetId, rowId: mine.id, at: mine.at }
  return { ...blank(view), sheetId: uuidv7(), rowId: uuidv7() }
}

const asked = ['subjective', 'objective', 'assessment', 'careLevel', 'diet'] as const

/** The entry of a round while it is written: on this device and the server as a draft, then a row of the sheet. */
export function useCourse(view: RoundView): Course {
  const [kept, setKept] = useState(() => begin(view))
  const draft = useDraft<Kept>(`course:${view.encounterId}`, kept, setKept, { enabled: view.editable })
  const path = `/api/stays/${view.encounterId}/course`
  const again = async () => refresh(`/api/stays/${view.encounterId}/round`, '/api/ward/round')
  const stay = useStay()
  const save = useCommand<undefined, CourseSaved>(
    (_, act) => api.put<CourseSaved>(path, { ...kept, at: kept.at ?? act.at }, act),
    {
      done: () => void again(),
      keep: () => keptLabel(t('kept.what.course'), stay?.name),
      refresh: [`/api/stays/${view.encounterId}/round`],
    },
  )
  const sign = useCommand<Opening, CourseSaved>(
    async (opening, act) => {
      const saved = await api.put<CourseSaved>(path, kept)
      const row = { version: saved.version, row: saved.rowId, ...opening }
      await api.post(`/api/fills/${saved.sheetId}/rows/sign`, row, act)
      return saved
    },
    {
      done: () => {
        draft.clear()
        void again()
      },
    },
  )
  const isSigned = view.rows.some(({ id, state }) => id === kept.rowId && state === 'signed')
  // biome-ignore lint/correctness/useExhaustiveDependencies: once signed, the next entry begins
  useEffect(() => {
    if (isSigned) setKept(begin(view))
  }, [isSigned])
  const before = view.rows.findLast(({ id, state }) => id !== kept.rowId && state === 'signed')
  return {
    text: kept,
    set: (change) => setKept((now) => ({ ...now, ...change })),
    before,
    asBefore: () => {
      if (!before) return
      const { assessment, plan, careLevel, diet, monitoring } = before
      setKept((now) => ({ ...now, assessment, plan, diet, monitoring, ...(careLevel ? { careLevel } : {}) }))
    },
    save,
    sign,
    draft,
    missing: asked.filter((name) => !kept[name]?.trim()),
  }
}
