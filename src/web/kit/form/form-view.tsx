import './form.css'
import './form-fields.css'
import './form-rows.css'
import { type KeyboardEvent, memo, useEffect, useState } from 'react'
import { CarryButton } from './carry-button.tsx'
import { Items } from './group-item.tsx'
import { ItemView } from './item-view.tsx'
import type { ScreenItem } from './model.ts'
import { type FormScope, FormScopeFrame, usePlace } from './scope.tsx'
import type { Section } from './sections.ts'
import { placeId, withNumber } from './use-item.ts'
import { wordsIn } from './words.ts'

interface FormViewProps {
  readonly sections: readonly Section[]
  readonly scope: FormScope
}

/** Parts of a large form are drawn one after the other, so that the first can be written in at once. */
function useDrawn(count: number): number {
  const [drawn, setDrawn] = useState(2)
  useEffect(() => {
    if (drawn >= count) return
    const timer = setTimeout(() => setDrawn((before) => before + 1), 16)
    return () => clearTimeout(timer)
  }, [drawn, count])
  return drawn
}

const fields = 'input:not([type=file]):not([disabled]), textarea, select, [role=radiogroup] input:checked'

/** Enter goes to the next field, as the house does; in a box of text it begins a new line. */
function onEnter(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget } = event
  if (event.key !== 'Enter' || event.defaultPrevented || event.nativeEvent.isComposing) return
  if (event.ctrlKey || event.altKey || event.metaKey || !(target instanceof HTMLInputElement)) return
  if (target.getAttribute('aria-expanded') === 'true') return
  event.preventDefault()
  const all = [...currentTarget.querySelectorAll<HTMLElement>(fields)].filter((one) => one.offsetParent !== null)
  const radios = (one: HTMLElement) => one instanceof HTMLInputElement && one.type === 'radio'
  const own = target.name
  const from = all.indexOf(target)
  const next = all.slice(from + 1).find((one) => !(radios(one) && (one as HTMLInputElement).name === own))
  next?.focus()
}

function partOf(section: Section): readonly ScreenItem[] {
  const { item } = section
  return item && section.items.length === 1 ? item.children : section.items
}

/** One part; nothing while what decides about it says so. */
const Part = memo(function Part({ section, scope }: { readonly section: Section; readonly scope: FormScope }) {
  const { item } = section
  usePlace(scope.store, item?.linkId ?? section.key)
  if (item && !scope.store.isAsked(item.linkId)) return null
  return (
    <section
      className="fo-section"
      id={item ? placeId(scope, item.linkId) : placeId(scope, `part-${section.key}`)}
      data-section={section.key}
      data-level={section.level}
    >
      {item && (
        <h2 className="fo-section-title">
          {withNumber(item.prefix, wordsIn(item.words, scope.language))}
          {scope.onCarry && section.items.length > 0 && <CarryButton item={item} place={item.linkId} />}
        </h2>
      )}
      {section.items.length > 0 && <Items items={partOf(section)} rows={[]} />}
    </section>
  )
})

/** A form on the screen: its parts below each other, each with its printed head. */
export function FormView({ sections, scope }: FormViewProps) {
  const drawn = useDrawn(sections.length)
  return (
    <FormScopeFrame scope={scope} view={ItemView}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter moves between its fields */}
      <div className="fo-form" onKeyDown={onEnter}>
        {sections.slice(0, drawn).map((section) => (
          <Part key={section.key} section={section} scope={scope} />
        ))}
      </div>
    </FormScopeFrame>
  )
}
