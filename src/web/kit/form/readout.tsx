import type { Answer } from '#fhir/sdc/types.ts'
import { Icon } from '../marks/icon.tsx'
import { formatDay, formatNumber } from '../text/format.ts'
import { t } from '../text/translate.ts'
import { digitsOf } from './number-item.tsx'
import { wordsOfAnswer } from './pick-item.tsx'
import { shownMoment, shownTime } from './typed.ts'
import type { ItemWork } from './use-item.ts'

/** An answer as it is read, with its unit. */
export function answerText(work: Pick<ItemWork, 'item' | 'scope'>, answer: Answer): string {
  const digits = digitsOf(answer)
  if (digits !== undefined) {
    const unit = answer.valueQuantity?.unit ?? work.item.unit?.display
    return unit ? `${formatNumber(digits)} ${unit}` : formatNumber(digits)
  }
  if (answer.valueBoolean !== undefined) return t(answer.valueBoolean ? 'fill.yes' : 'fill.no')
  if (answer.valueDate) return formatDay(answer.valueDate)
  if (answer.valueDateTime) return shownMoment(answer.valueDateTime)
  if (answer.valueTime) return shownTime(answer.valueTime)
  if (answer.valueAttachment) return answer.valueAttachment.title ?? t('fill.file.unnamed')
  return (
    answer.valueUri ??
    answer.valueReference?.display ??
    answer.valueReference?.reference ??
    wordsOfAnswer(work, answer)
  )
}

function Picture({ answer }: { readonly answer: Answer }) {
  const { contentType = '', data, title } = answer.valueAttachment ?? {}
  if (!data || !contentType.startsWith('image/')) return null
  return <img className="fo-picture" src={`data:${contentType};base64,${data}`} alt={title ?? ''} />
}

/** What is read and not written here: answers of a closed fill, and those worked out from others. */
export function Readout({ work }: { readonly work: ItemWork }) {
  const { answers, field, item, scope } = work
  const computed = !scope.readOnly && (item.derived || item.readOnly)
  return (
    <div className="lo-field fo-readout">
      <div className="lo-field-label">
        <span>{field.label}</span>
        {field.note && <span className="lo-field-from">{field.note}</span>}
        {computed && item.derived && (
          <span className="fo-from">
            <Icon name="refresh" size={14} />
            {t('fill.derived')}
          </span>
        )}
      </div>
      <output className="fo-value lo-num" aria-label={field.label}>
        {answers.length === 0 ? '–' : answers.map((answer) => answerText(work, answer)).join('; ')}
      </output>
      {answers.map((answer, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answers of one item keep their places
        <Picture key={at} answer={answer} />
      ))}
      {field.error && (
        <div className="lo-field-error">
          <Icon name="danger" size={14} />
          <span>{field.error}</span>
        </div>
      )}
    </div>
  )
}
