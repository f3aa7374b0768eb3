import { Icon } from '../marks/icon.tsx'
import { t } from '../text/translate.ts'
import type { Source } from './carry.ts'

/** Says where an answer was taken from; goes when a person changes the answer. */
export function OriginMark({ source }: { readonly source: Source }) {
  return (
    <span className="fo-from">
      <Icon name="copy" size={14} />
      {t('fill.from', { source: source.display })}
    </span>
  )
}
