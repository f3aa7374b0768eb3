import { useRef, useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Code,
  IconButton,
  Kbd,
  SearchPicker,
  t,
  useCommand,
  useShortcuts,
} from '#web/kit/index.ts'
import type { DiagnosesView, DiagnosisView, ExamView } from '../contract.ts'
import { placeId } from './places.ts'
import type { FoundCode } from './views.ts'

function noteOf(found: FoundCode): string {
  if (!found.selectable && found.moreSpecific)
    return t('exam.diagnosis.moreSpecific', { from: found.moreSpecific.from, to: found.moreSpecific.to })
  const notes = [
    found.why.synonym ? t('exam.diagnosis.synonym', { synonym: found.why.synonym }) : '',
    found.usedHere > 0 ? t('exam.diagnosis.usedHere') : '',
    found.notPrimary ? t('exam.diagnosis.notPrimary') : '',
    found.sexWarning ? t('exam.diagnosis.sex') : '',
  ]
  return notes.filter(Boolean).join(' · ')
}

interface LineProps {
  readonly diagnosis: DiagnosisView
  readonly at: number
  readonly last: boolean
  readonly editable: boolean
  readonly onMove: (by: number) => void
  readonly onRemove: () => void
  readonly onProblem: () => void
}

/** Main or accompanying, name first, code right; Alt and the arrows change the order. */
function DiagnosisLine({ diagnosis, at, last, editable, onMove, onRemove, onProblem }: LineProps) {
  return (
    <li
      className="rx-line"
      onKeyDown={(event) => {
        if (!event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return
        event.preventDefault()
        onMove(event.key === 'ArrowUp' ? -1 : 1)
      }}
    >
      <Chip tone={at === 0 ? 'accent' : 'quiet'}>
        {t(at === 0 ? 'exam.diagnosis.main' : 'exam.diagnosis.other')}
      </Chip>
      <span className="rx-line-text">
        <span style={{ fontWeight: at === 0 ? 600 : 400 }}>
          {diagnosis.text ? `${diagnosis.text} · ${diagnosis.name}` : diagnosis.name}
        </span>
        {diagnosis.warnings.map((warning) => (
          <span key={warning} className="lo-dense lo-warn" style={{ display: 'block' }}>
            {t(`exam.diagnosis.warning.${warning}`)}
          </span>
        ))}
      </span>
      <Code>{diagnosis.code}</Code>
      {editable && (
        <span className="rx-line-acts">
          {!diagnosis.isProblem && (
            <IconButton icon="star" label={t('exam.diagnosis.addProblem')} onClick={onProblem} />
          )}
          {at > 0 && <IconButton icon="arrowUp" label={t('exam.diagnosis.up')} onClick={() => onMove(-1)} />}
          {!last && <IconButton icon="arrowDown" label={t('exam.diagnosis.down')} onClick={() => onMove(1)} />}
          <IconButton icon="close" label={t('exam.diagnosis.remove')} onClick={onRemove} />
        </span>
      )}
    </li>
  )
}

interface DiagnosesProps {
  readonly view: ExamView
  readonly sex: string | undefined
}

/** The ordered list of diagnoses. Every change is written at once; the first one is the main one. */
export function Diagnoses({ view, sex }: DiagnosesProps) {
  const path = `/api/encounters/${view.encounterId}`
  const [own, setOwn] = useState<DiagnosesView>()
  const [told, setTold] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  // What was written here stands until the examination is read anew.
  const shown = own && own.basis !== view.diagnoses.basis ? own : view.diagnoses
  const list = shown.diagnoses
  const options = { refresh: [`${path}/exam`], done: (answer: DiagnosesView) => setOwn(answer) }
  const save = useCommand(
    (codes: readonly { code: string; text?: string }[], act) =>
      api.put<DiagnosesView>(`${path}/diagnoses`, { basis: shown.basis, diagnoses: codes }, act),
    options,
  )
  const problem = useCommand(
    (code: string, act) => api.post<DiagnosesView>(`${path}/problems`, { code }, act),
    options,
  )
  useShortcuts([{ keys: 'alt+d', label: t('exam.keys.diagnosis'), run: () => input.current?.focus() }])
  const forms = list.map(({ code, text }) => ({ code, ...(text ? { text } : {}) }))

  function add(found: FoundCode): void {
    setTold(undefined)
    if (!found.selectable) setTold(noteOf(found))
    else if (!list.some((one) => one.code === found.code)) void save.run([...forms, { code: found.code }])
  }
  function move(at: number, by: number): void {
    const next = [...forms]
    const [one] = next.splice(at, 1)
    if (!one || at + by < 0 || at + by > next.length) return
    next.splice(at + by, 0, one)
    void save.run(next)
  }
  const error = save.error ?? problem.error
  return (
    <section id={placeId('diagnosis')} aria-label={t('exam.diagnosis.title')}>
      <div className="lo-inline rx-label-row">
        <h2>{t('exam.diagnosis.title')}</h2>
        <span style={{ marginLeft: 'auto' }}>
          <Kbd>Alt D</Kbd>
        </span>
      </div>
      <div className="lo-panel">
        <ol>
          {list.map((diagnosis, at) => (
            <DiagnosisLine
              key={diagnosis.code}
              diagnosis={diagnosis}
              at={at}
              last={at === list.length - 1}
              editable={view.editable}
              onMove={(by) => move(at, by)}
              onRemove={() => void save.run(forms.filter((_, index) => index !== at))}
              onProblem={() => void problem.run(diagnosis.code)}
            />
          ))}
        </ol>
        {error && (
          <Alert
            level="warning"
            title={error.title}
            action={
              <Button
                size="sm"
                onClick={() => {
                  save.clear()
                  problem.clear()
                }}
              >
                {t('exam.understood')}
              </Button>
            }
          />
        )}
        {told && <Alert level="note" title={told} />}
        {view.editable && (
          <div className="rx-pick">
            <SearchPicker<FoundCode>
              label={t('exam.diagnosis.search')}
              hideLabel
              placeholder={t('exam.diagnosis.placeholder')}
              inputRef={input}
              search={async (q, signal) =>
                (
                  await api.get<{ items: FoundCode[] }>(
                    '/api/terminology/search',
                    {
                      system: 'icd10',
                      q,
                      room: view.roomId,
                      sex: sex === 'male' || sex === 'female' ? sex : undefined,
                      limit: 12,
                    },
                    { signal },
                  )
                ).items
              }
              row={(found) => ({
                key: found.code,
                code: found.code,
                title: found.name,
                note: noteOf(found),
                muted: !found.selectable,
              })}
              onPick={add}
            />
          </div>
        )}
        {!view.editable && list.length === 0 && <div className="rx-empty lo-ink2">{t('exam.diagnosis.none')}</div>}
      </div>
    </section>
  )
}
