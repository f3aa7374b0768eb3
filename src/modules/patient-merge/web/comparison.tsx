import type { ReactNode } from 'react'
import { Alert, Chip, formatDay, formatMrn, formatNumber, formatSex, Panel, t } from '#web/kit/index.ts'
import type { Kept, MergePreview, MergeSide } from '../contract.ts'
import { type Doubt, doubts } from '../domain/compare.ts'

const facts = ['name', 'birthDate', 'sex', 'numbers', 'phones', 'addresses', 'allergies', 'visits'] as const
type Fact = (typeof facts)[number]
const sides = ['source', 'target', 'result'] as const

/** Both entries and the result, a fact a line; on a phone a fact a card. */
export function Comparison({ preview }: { readonly preview: MergePreview }) {
  const against = doubts(preview.source, preview.target)
  return (
    <>
      {against.length > 0 && (
        <Alert level="stop" title={t('patientMerge.doubt.title')}>
          {t('patientMerge.doubt.text', { what: doubtText(against) })}
        </Alert>
      )}
      <Panel title={t('patientMerge.comparison')} note={t('patientMerge.previewNote')}>
        <table className="pm-compare">
          <caption className="lo-hidden">{t('patientMerge.comparison')}</caption>
          <thead>
            <tr>
              <td />
              {sides.map((side) => (
                <th key={side} scope="col" data-side={side}>
                  {t(`patientMerge.side.${side}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {facts.map((fact) => (
              <tr key={fact}>
                <th scope="row">
                  {t(`patientMerge.fact.${fact}`)} <Difference preview={preview} fact={fact} against={against} />
                </th>
                {sides.map((side) => (
                  <td key={side} data-side={side} data-label={t(`patientMerge.side.${side}`)}>
                    {shown(preview[side], fact)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  )
}

export const doubtText = (against: readonly Doubt[]) =>
  against.map((doubt) => t(`patientMerge.doubt.${doubt}`)).join(', ')

interface DifferenceProps {
  readonly preview: MergePreview
  readonly fact: Fact
  readonly against: readonly Doubt[]
}

/** In words, not by colour alone: what speaks against one person is louder than what only differs. */
function Difference({ preview, fact, against }: DifferenceProps) {
  if (fact === 'visits') return null
  const number = fact === 'numbers' && against.some((doubt) => doubt === 'cccd' || doubt === 'passport')
  if (number || against.some((doubt) => doubt === fact))
    return <Chip tone="crit">{t('patientMerge.contradicts')}</Chip>
  const [one, two] = [plain(preview.source, fact), plain(preview.target, fact)]
  if (isUnknown(preview.source, fact) && isUnknown(preview.target, fact)) return null
  return one === two ? (
    <Chip tone="ok">{t('patientMerge.same')}</Chip>
  ) : (
    <Chip tone="quiet">{t('patientMerge.differs')}</Chip>
  )
}

/** Two blanks agree in nothing. */
function isUnknown(side: MergeSide, fact: Fact): boolean {
  if (fact === 'allergies') return side.allergies.state === 'unknown'
  if (fact === 'sex') return side.sex === 'unknown'
  const value = side[fact]
  return value === undefined || (Array.isArray(value) && value.length === 0)
}

function plain(side: MergeSide, fact: Fact): string {
  if (fact === 'name') return side.name.normalize('NFC').toLocaleLowerCase('vi')
  if (fact === 'numbers') return JSON.stringify(side.numbers.filter((one) => one.kind !== 'mrn'))
  return JSON.stringify(side[fact])
}

function shown(side: MergeSide, fact: Fact): ReactNode {
  if (fact === 'birthDate') return side.birthDate ? `${formatDay(side.birthDate)} · ${side.ageText ?? ''}` : '–'
  if (fact === 'sex') return formatSex(side.sex)
  if (fact === 'name')
    return (
      <Lines
        first={<b>{side.name}</b>}
        items={side.formerNames.map((value) => ({ kind: 'name', value, former: true }))}
      />
    )
  if (fact === 'allergies') return allergyText(side)
  if (fact === 'visits') return <Visits side={side} />
  return <Lines items={side[fact]} />
}

function allergyText({ allergies }: MergeSide): ReactNode {
  if (allergies.state === 'present') return <span className="lo-crit">{allergies.items.join(', ')}</span>
  return t(`patientMerge.allergies.${allergies.state === 'none' ? 'none' : 'unknown'}`)
}

function Visits({ side }: { readonly side: MergeSide }) {
  return (
    <>
      <b className="lo-num">{formatNumber(side.visits)}</b>
      {side.closedVisits > 0 && ` · ${t('patientMerge.closedVisits', { count: side.closedVisits })}`}
      {side.lastVisitOn && (
        <div className="lo-dense lo-ink2">{t('patientMerge.lastVisit', { day: formatDay(side.lastVisitOn) })}</div>
      )}
    </>
  )
}

const named = new Set(['mrn', 'cccd', 'oldIdCard', 'passport', 'bhyt', 'other'])

/** Current ones first, former ones quiet and called so. */
function Lines({ first, items }: { readonly first?: ReactNode; readonly items: readonly Kept[] }) {
  if (items.length === 0 && !first) return '–'
  const sorted = [...items].sort((a, b) => Number(a.former) - Number(b.former))
  return (
    <>
      {first}
      {sorted.map((one) => (
        <div
          key={`${one.kind} ${one.value} ${one.former}`}
          className={one.former ? 'lo-num lo-dense lo-ink2' : 'lo-num'}
        >
          {named.has(one.kind) && (
            <span className="lo-dense lo-ink2">{t(`patientMerge.number.${one.kind}`)} </span>
          )}
          {one.kind === 'mrn' ? formatMrn(one.value) : one.value}
          {one.former && ` (${t('patientMerge.former')})`}
        </div>
      ))}
    </>
  )
}
