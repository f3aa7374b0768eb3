import { useState } from 'react'
import { Button, Conflict, DateField, Icon, TextArea, TextField, t } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { ExamView, Values } from '../contract.ts'
import type { Place } from '../domain/conclusion.ts'
import { summaryItems } from '../domain/form.ts'
import { goToPlace, placeId } from './places.ts'
import type { ExamWork } from './use-exam.ts'
import { VitalsStrip } from './vitals-strip.tsx'

interface FormProps {
  readonly view: ExamView
  readonly work: ExamWork
}

interface LongProps {
  readonly item: keyof Values
  readonly work: ExamWork
  readonly locked: string | undefined
  readonly required?: boolean
  readonly rows?: number
  readonly place?: Place
  readonly placeholder?: string | undefined
}

/** One text of the form; its frame is the place that a missing part leads to. */
function Long({ item, work, locked, required, rows = 2, place, placeholder }: LongProps) {
  return (
    <div id={place ? placeId(place) : undefined}>
      <TextArea
        label={t(`exam.item.${item}`)}
        value={work.values[item] ?? ''}
        onChange={(text) => work.set(item, text)}
        minRows={rows}
        maxLength={20_000}
        required={required ?? false}
        disabledBecause={locked}
        {...(placeholder ? { placeholder } : {})}
      />
    </div>
  )
}

/** Normal findings are written only when a person asks for them, and stay editable. */
function Phrases({ item, work }: { readonly item: keyof Values; readonly work: ExamWork }) {
  const text = t(`exam.phrase.${item}`)
  if ((work.values[item] ?? '').trim() !== '') return null
  return (
    <Button kind="plain" size="sm" icon="plus" onClick={() => work.set(item, text)}>
      {text}
    </Button>
  )
}

function Summary({ view, work, locked }: FormProps & { readonly locked: string | undefined }) {
  const [open, setOpen] = useState(view.status === 'completed')
  return (
    <section className="ex-summary" id={placeId('summary.state')} aria-label={t('exam.summary.title')}>
      <button type="button" className="ex-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} />
        <h2>{t('exam.summary.title')}</h2>
        <span className="lo-dense lo-ink2">{t('exam.summary.note')}</span>
      </button>
      {open &&
        summaryItems.map((item) => (
          <div key={item}>
            <Long
              item={item}
              work={work}
              locked={locked}
              required={item === 'summary.state'}
              placeholder={view.proposal[item]}
            />
          </div>
        ))}
      {!open && (
        <div>
          <Long item="summary.state" work={work} locked={locked} required rows={1} />
          {!locked && (
            <div className="lo-inline" style={{ gap: 6, flexWrap: 'wrap', marginTop: 4 }}>
              {['cured', 'better', 'same', 'worse'].map((state) => (
                <Button key={state} size="sm" onClick={() => work.set('summary.state', t(`exam.state.${state}`))}>
                  {t(`exam.state.${state}`)}
                </Button>
              ))}
            </div>
          )}
        </div>
      )}
    </section>
  )
}

function texts(values: Values) {
  return (
    <dl className="lo-kv">
      {Object.entries(values).map(([item, text]) => (
        <div key={item} style={{ display: 'contents' }}>
          <dt>{t(`exam.item.${item}`)}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Form 15/BV1 as a doctor works it: reason, history, signs, findings, advice, summary. */
export function ExamForm({ view, work }: FormProps) {
  const locked = view.editable
    ? undefined
    : t(view.status === 'completed' ? 'exam.locked.concluded' : 'exam.locked.ended')
  const { conflict } = work
  return (
    <div className="ex-form">
      {conflict && (
        <Conflict
          who={conflict.savedBy ?? '–'}
          at={conflict.savedAt ?? serverNow().toISOString()}
          mine={texts(work.values)}
          theirs={texts(conflict.values)}
          onMine={work.keepMine}
          onTheirs={work.takeTheirs}
        />
      )}
      <div id={placeId('reason')}>
        <TextField
          label={t('exam.item.reason')}
          value={work.values.reason ?? ''}
          onChange={(text) => work.set('reason', text)}
          required
          maxLength={500}
          disabledBecause={locked}
          onEnter={() => goToPlace('history')}
        />
      </div>
      <Long item="history" place="history" work={work} locked={locked} required rows={3} />
      <div>
        <Long item="ownHistory" place="ownHistory" work={work} locked={locked} required rows={1} />
        {!locked && <Phrases item="ownHistory" work={work} />}
      </div>
      <Long item="familyHistory" work={work} locked={locked} rows={1} />
      <VitalsStrip patientId={view.patientId} encounterId={view.encounterId} />
      <div id={placeId('organs')} className="ex-pair">
        <div>
          <Long item="general" work={work} locked={locked} />
          {!locked && <Phrases item="general" work={work} />}
        </div>
        <div>
          <Long item="organs" work={work} locked={locked} rows={3} />
          {!locked && <Phrases item="organs" work={work} />}
        </div>
      </div>
      <Long item="labSummary" work={work} locked={locked} rows={1} placeholder={view.proposal.labSummary} />
      <Long item="treatment" work={work} locked={locked} rows={1} />
      <Long item="advice" place="advice" work={work} locked={locked} required />
      <div id={placeId('reexamDate')} className="ex-date">
        <DateField
          label={t('exam.item.reexamDate')}
          value={work.values.reexamDate || undefined}
          onChange={(day) => work.set('reexamDate', day ?? '')}
          disabledBecause={locked}
        />
      </div>
      <Summary view={view} work={work} locked={locked} />
    </div>
  )
}
