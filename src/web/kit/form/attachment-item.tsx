import { useRef, useState } from 'react'
import { Button } from '../fields/button.tsx'
import { FieldFrame } from '../fields/field.tsx'
import { t } from '../text/translate.ts'
import type { ItemWork } from './use-item.ts'

/** Larger files do not belong in an answer; they are stored as documents of their own. */
const mostBytes = 2_000_000

function base64(file: File): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const reader = new FileReader()
  reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
  reader.onerror = () => reject(reader.error ?? new Error(file.name))
  reader.readAsDataURL(file)
  return promise
}

/** A file from this device: a photograph, a scan. */
export function AttachmentItem({ work }: { readonly work: ItemWork }) {
  const { field, first, set } = work
  const [fault, setFault] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const file = first?.valueAttachment
  const take = async (chosen: File | undefined) => {
    if (!chosen) return
    if (chosen.size > mostBytes) return setFault(t('fill.file.tooLarge', { most: mostBytes / 1_000_000 }))
    setFault(undefined)
    const data = await base64(chosen)
    const contentType = chosen.type || 'application/octet-stream'
    set([{ valueAttachment: { contentType, data, size: chosen.size, title: chosen.name } }])
  }
  return (
    <FieldFrame field={{ ...field, error: field.error ?? fault }} group>
      {({ id }) => (
        <div className="fo-file">
          {file?.contentType?.startsWith('image/') && file.data && (
            <img src={`data:${file.contentType};base64,${file.data}`} alt={file.title ?? field.label} />
          )}
          {file && <span className="lo-dense">{file.title ?? t('fill.file.unnamed')}</span>}
          <input
            ref={input}
            id={id}
            type="file"
            className="lo-hidden"
            tabIndex={-1}
            aria-label={field.label}
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
          <Button size="sm" icon="upload" onClick={() => input.current?.click()}>
            {t(file ? 'fill.file.other' : 'fill.file.choose')}
          </Button>
          {file && (
            <Button size="sm" kind="plain" onClick={() => set([])}>
              {t('fill.file.remove')}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}
