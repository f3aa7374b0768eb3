import { Button, Inline, Stack, t } from '#web/kit/index.ts'

interface RecoveryListProps {
  readonly codes: readonly string[]
  readonly onDone: () => void
}

/** Codes to write down, shown once. */
export function RecoveryList({ codes, onDone }: RecoveryListProps) {
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(codes.join('\n'))}`
  return (
    <Stack gap={12}>
      <b>{t('identity.recovery.title')}</b>
      <p className="lo-ink2">{t('identity.recovery.text')}</p>
      <ol className="lo-num" style={{ columns: 2, margin: 0, paddingLeft: 28 }}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Inline>
        <a className="lo-btn" href={file} download="lan-ong-recovery.txt">
          {t('identity.recovery.save')}
        </a>
        <Button kind="primary" onClick={onDone}>
          {t('identity.recovery.done')}
        </Button>
      </Inline>
    </Stack>
  )
}
