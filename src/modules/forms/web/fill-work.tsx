import { useMemo, useState } from 'react'
import { type FormScope, FormView as FormSheet, useWhole } from '#web/kit/form/index.ts'
import { language, Page, useApi, useMe, usePatient } from '#web/kit/index.ts'
import type { FillView, FormView, PhraseList } from '../contract.ts'
import { BesidePane } from './beside-pane.tsx'
import { FillAct } from './fill-act.tsx'
import { FillFoot } from './fill-foot.tsx'
import { FillHead } from './fill-head.tsx'
import { isOf, RowFoot } from './row-foot.tsx'
import { SectionList } from './section-list.tsx'
import { useCounts } from './use-counts.ts'
import { searchAnswers, useFill } from './use-fill.ts'

interface WorkProps {
  readonly view: FillView
  readonly form: FormView
}

const noPhrases: PhraseList = { phrases: [] }

/** A form at work: its parts at the left, the form, and the one before it at the right when it is asked for. */
export function FillWork({ view, form }: WorkProps) {
  const fill = useFill(view, form)
  const { store, keeper } = fill
  const patient = usePatient()
  const { data: { phrases } = noPhrases } = useApi<PhraseList>(view.editable ? '/api/phrases' : undefined)
  const [beside, setBeside] = useState(false)
  useWhole(store)
  const counts = useCounts(fill)
  const { practitionerId } = useMe()
  const birthDate = patient?.birthDate
  const sex = patient?.sex
  const scope = useMemo<FormScope>(
    () => ({
      store,
      language: language(),
      readOnly: !view.editable,
      search: searchAnswers,
      phrases,
      ids: 'form',
      signed: {
        isClosed: (row) => {
          const { signed, struck, author } = store.marksAt(row)
          return signed !== undefined || struck !== undefined || !isOf(author, practitionerId)
        },
        foot: (item, place) => <RowFoot sheet={{ view, store, keeper }} item={item} place={place} />,
      },
      subject: { ...(birthDate ? { birthDate } : {}), ...(sex ? { sex } : {}) },
    }),
    [store, phrases, birthDate, sex, practitionerId, keeper, view],
  )
  return (
    <Page
      bleed
      head={<FillHead fill={fill} counts={counts} beside={beside} onBeside={() => setBeside(!beside)} />}
      footer={<FillFoot fill={fill} counts={counts} />}
    >
      <div className="fi-columns" data-beside={beside || undefined}>
        <SectionList fill={fill} counts={counts} />
        <main className="fi-sheet">
          <FormSheet sections={fill.sections} scope={scope} />
          <footer className="fi-end">
            <FillAct fill={fill} kind="cancel" />
          </footer>
        </main>
        {beside && view.previous && (
          <BesidePane fill={fill} id={view.previous.id} onClose={() => setBeside(false)} />
        )}
      </div>
    </Page>
  )
}
