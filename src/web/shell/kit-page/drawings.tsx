import { Suspense, useState } from 'react'
import { drawingEditors } from '#web/kit/drawing/registry.ts'
import { Loading } from '#web/kit/index.ts'
import { Part } from './part.tsx'

const shown = ['teeth', 'burn-body', 'fundus', 'growth', 'partograph', 'fetal-lie', 'sketch'] as const
const subject = { birthDate: '2024-11-22', sex: 'female', on: '2026-11-22' } as const

function Editor({ kind }: { readonly kind: (typeof shown)[number] }) {
  const [value, setValue] = useState('')
  const View = drawingEditors[kind]
  return (
    <Suspense fallback={<Loading rows={6} />}>
      <View kind={kind} value={value} onChange={setValue} label={kind} subject={subject} />
      <output hidden data-drawing={kind}>
        {value}
      </output>
    </Suspense>
  )
}

/** Editors of clinical drawings; what would be stored is in a hidden output beside each. */
export function Drawings() {
  return shown.map((kind) => (
    <Part key={kind} name={`drawingEditors['${kind}']`}>
      <Editor kind={kind} />
    </Part>
  ))
}
