import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { watchNetwork } from './kit/net/connection.ts'
import { loadLanguage } from './kit/text/load-language.ts'
import { applyAppearance, getAppearance, printInDaylight } from './kit/theme/appearance.ts'
import './kit/styles/all.css'
import { App } from './shell/app.tsx'

applyAppearance()
printInDaylight()
watchNetwork()
// "By shift" turns the page dark at 19:00 and light at 06:00 while it stays open.
setInterval(applyAppearance, 60_000)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyAppearance)

// Installable, and the shell opens without a network; only over a safe connection, and not while it is being built.
if ('serviceWorker' in navigator && import.meta.env.PROD)
  void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)

await loadLanguage(getAppearance().language)
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
