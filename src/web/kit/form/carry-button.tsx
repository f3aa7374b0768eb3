import { IconButton } from '../fields/button.tsx'
import { t } from '../text/translate.ts'
import { type ItemProps, useScope } from './scope.tsx'
import { withNumber } from './use-item.ts'
import { wordsIn } from './words.ts'

/** Takes what an earlier fill says here over into the one that is being written. */
export function CarryButton({ item, place }: ItemProps) {
  const { onCarry, language } = useScope()
  if (!onCarry) return null
  const what = withNumber(item.prefix, wordsIn(item.words, language))
  return (
    <span className="fo-carry">
      <IconButton
        icon="arrowLeft"
        size="sm"
        label={t('fill.carry', { what })}
        onClick={() => onCarry(item, place)}
      />
    </span>
  )
}
