import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { queryClient } from '../kit/net/query.ts'
import { Notices } from '../kit/states/notify.tsx'
import { styleNonce } from '../kit/styles/style-nonce.ts'
import { loadLanguage } from '../kit/text/load-language.ts'
import { language as shownLanguage } from '../kit/text/translate.ts'
import { useAppearance, useShownTheme } from '../kit/theme/appearance.ts'
import { cssVariables, theme } from '../kit/theme/theme.ts'
import { Gate } from './gate.tsx'
import { router } from './router.tsx'
import { TrainingBanner } from './training-banner.tsx'

/** Another language draws everything anew; what is being written comes back from its draft. */
function useLanguage(): string {
  const { language } = useAppearance()
  const [shown, setShown] = useState<string>(shownLanguage())
  useEffect(() => {
    if (language === shownLanguage()) return setShown(language)
    void loadLanguage(language).then(() => {
      queryClient.clear()
      setShown(language)
    })
  }, [language])
  return shown
}

export function App() {
  const shown = useShownTheme()
  const language = useLanguage()
  return (
    <MantineProvider
      theme={theme}
      getStyleNonce={() => styleNonce}
      cssVariablesResolver={cssVariables}
      forceColorScheme={shown}
    >
      <QueryClientProvider client={queryClient}>
        <TrainingBanner />
        <Gate key={language}>
          <RouterProvider router={router} />
        </Gate>
        <Notices />
      </QueryClientProvider>
    </MantineProvider>
  )
}
