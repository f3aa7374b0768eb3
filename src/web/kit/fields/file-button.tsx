import { useRef } from 'react'
import type { IconName } from '../marks/icon.tsx'
import { Button } from './button.tsx'

interface FileButtonProps {
  /** Says what is chosen; the browser's own words would be in its language. */
  readonly label: string
  readonly accept: string
  readonly icon?: IconName
  readonly busy?: boolean
  readonly onFile: (file: File) => unknown
}

/** Chooses one file; the same one again after it was changed. */
export function FileButton({ label, accept, icon = 'upload', busy = false, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
      <Button icon={icon} busy={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  )
}
