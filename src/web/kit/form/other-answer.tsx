import { Button } from '../fields/button.tsx'
import { Icon } from '../marks/icon.tsx'
import { formatTime } from '../text/format.ts'
import { t } from '../text/translate.ts'
import { answerText } from './readout.tsx'
import type { ItemWork } from './use-item.ts'

/** What another person wrote at the same place: both stay until one chooses. */
export function OtherAnswerMark({ work }: { readonly work: ItemWork }) {
  const { scope, key, answers, set } = work
  const { store } = scope
  const other = store.otherAt(key)
  if (!other) return null
  const theirs = other.answers.map((answer) => answerText(work, answer)).join('; ')
  const [mine] = answers
  const [first] = other.answers
  const bothAreTexts = mine?.valueString !== undefined && first?.valueString !== undefined
  const settle = (change?: () => void) => {
    change?.()
    store.settle(key)
  }
  return (
    <div className="fo-other" role="status">
      <span>
        <Icon name="split" size={16} />
        <b>{t('fill.other.wrote', { name: other.who, time: formatTime(other.at) })}</b>{' '}
        <span className="fo-other-text">{theirs === '' ? t('fill.other.nothing') : theirs}</span>
      </span>
      <span className="fo-other-acts">
        <Button size="sm" onClick={() => settle()}>
          {t('fill.other.mine')}
        </Button>
        <Button size="sm" onClick={() => settle(() => set(other.answers))}>
          {t('fill.other.theirs')}
        </Button>
        {bothAreTexts && (
          <Button
            size="sm"
            onClick={() => settle(() => set([{ valueString: `${first.valueString}\n${mine.valueString}` }]))}
          >
            {t('fill.other.both')}
          </Button>
        )}
      </span>
    </div>
  )
}
