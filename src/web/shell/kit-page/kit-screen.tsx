import {
  Choice,
  Columns,
  notify,
  PageBody,
  PageHead,
  Stack,
  t,
  useScanner,
  useSearchParam,
} from '#web/kit/index.ts'
import { setAppearance, useAppearance } from '#web/kit/theme/appearance.ts'
import { Basics } from './basics.tsx'
import { Clinical } from './clinical.tsx'
import { Drawings } from './drawings.tsx'
import { Forms } from './forms.tsx'
import { Lists } from './lists.tsx'

const parts = { basics: Basics, forms: Forms, lists: Lists, clinical: Clinical, drawings: Drawings }

/** Every component in every state, by day and night, comfortable and compact. */
export default function KitScreen() {
  const [asked, setTab] = useSearchParam('tab')
  const tab = asked && asked in parts ? (asked as keyof typeof parts) : 'basics'
  const { theme, density } = useAppearance()
  useScanner((text) => notify(text))
  const View = parts[tab]
  return (
    <>
      <PageHead
        title={t('shell.kit.title')}
        tabs={Object.keys(parts).map((value) => ({ value, label: value }))}
        tab={tab}
        onTab={setTab}
      >
        <Choice
          label={t('shell.user.theme')}
          hideLabel
          value={theme}
          onChange={(value) => setAppearance({ theme: value })}
          options={[
            { value: 'light', label: t('shell.user.light') },
            { value: 'dark', label: t('shell.user.dark') },
          ]}
        />
        <Choice
          label={t('shell.user.density')}
          hideLabel
          value={density}
          onChange={(value) => setAppearance({ density: value })}
          options={[
            { value: 'comfortable', label: t('shell.user.comfortable') },
            { value: 'compact', label: t('shell.user.compact') },
          ]}
        />
      </PageHead>
      <PageBody>
        <Columns
          main={
            <Stack gap={16}>
              <View />
            </Stack>
          }
        />
      </PageBody>
    </>
  )
}
