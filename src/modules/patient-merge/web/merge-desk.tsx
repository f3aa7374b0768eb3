import { useState } from 'react'
import { Button, Empty, Failure, FieldGrid, Inline, Loading, Panel, Stack, t, useApi } from '#web/kit/index.ts'
import type { MergePerson, MergePreview } from '../contract.ts'
import { CandidatesPanel } from './candidates-panel.tsx'
import { ChooseEntry } from './choose-entry.tsx'
import { Comparison } from './comparison.tsx'
import { MergeAct } from './merge-act.tsx'

/** Choose both entries, compare them, see the result, give the reason, merge. */
export function MergeDesk({ onDone }: { readonly onDone: () => void }) {
  const [source, setSource] = useState<MergePerson | undefined>(undefined)
  const [target, setTarget] = useState<MergePerson | undefined>(undefined)
  const only = source && target ? undefined : (source ?? target)
  function swap(): void {
    setSource(target)
    setTarget(source)
  }
  return (
    <Stack>
      <FieldGrid>
        <ChooseEntry which="source" chosen={source} other={target} onChoose={setSource} />
        <ChooseEntry which="target" chosen={target} other={source} onChoose={setTarget} />
      </FieldGrid>
      {source && target && (
        <>
          <Inline justify="center">
            <Button size="sm" icon="swap" onClick={swap}>
              {t('patientMerge.swap')}
            </Button>
          </Inline>
          <Compared key={`${source.id} ${target.id}`} source={source.id} target={target.id} onDone={onDone} />
        </>
      )}
      {!source && !target && (
        <Panel>
          <Empty>{t('patientMerge.start')}</Empty>
        </Panel>
      )}
      {only && <CandidatesPanel of={only} onPick={source ? setTarget : setSource} />}
    </Stack>
  )
}

interface ComparedProps {
  readonly source: string
  readonly target: string
  readonly onDone: () => void
}

function Compared({ source, target, onDone }: ComparedProps) {
  const preview = useApi<MergePreview>('/api/patient-merges/preview', { source, target })
  if (preview.isPending) return <Loading rows={9} />
  if (preview.isError) return <Failure error={preview.error} retry={preview.refetch} />
  return (
    <>
      <Comparison preview={preview.data} />
      <MergeAct preview={preview.data} onDone={onDone} />
    </>
  )
}
