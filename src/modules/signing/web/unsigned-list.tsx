import { Alert, Code, Row, Stack, t } from '#web/kit/index.ts'
import type { UnsignedPaper, WaitingPaper } from '../contract.ts'

interface UnsignedListProps {
  readonly unsigned: readonly UnsignedPaper[]
  readonly papers: readonly WaitingPaper[]
}

/** Of a batch, what stays as it was and why; the rest is signed. */
export function UnsignedList({ unsigned, papers }: UnsignedListProps) {
  if (unsigned.length === 0) return null
  const paperOf = (id: string) => papers.find((paper) => paper.id === id)
  return (
    <Alert level="warning" title={t('signing.unsigned', { count: unsigned.length })}>
      <Stack gap={4}>
        {unsigned.map(({ id, code, details }) => (
          <Row
            key={id}
            icon="warning"
            iconTone="warn"
            title={
              <>
                <Code>{paperOf(id)?.form ?? ''}</Code> {paperOf(id)?.patientName}
              </>
            }
            detail={t(`error.${code}`, details)}
          />
        ))}
      </Stack>
    </Alert>
  )
}
