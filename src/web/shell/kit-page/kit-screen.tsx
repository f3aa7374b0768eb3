import { PageHead, t } from '#web/kit/index.ts'

export default function KitScreen() {
  return <PageHead title={t('shell.kit.title')} />
}
