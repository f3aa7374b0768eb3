import { type CSSVariablesResolver, createTheme } from '@mantine/core'
import { dark, light, scales, type Token } from './tokens.ts'

export const sans = '"Be Vietnam Pro", "Segoe UI", "Noto Sans", system-ui, sans-serif'

export const theme = createTheme({
  primaryColor: 'cham',
  primaryShade: { light: 7, dark: 3 },
  colors: scales,
  white: '#FFFFFF',
  black: light.ink,
  fontFamily: sans,
  headings: { fontFamily: sans, fontWeight: '600' },
  defaultRadius: 'md',
  radius: { sm: '4px', md: '6px', lg: '10px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '22px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
})

function named(tokens: Readonly<Record<Token, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--${name}`, value]))
}

/** Mantine's own parts read its names; they all point at ours. */
const mantine = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-error': 'var(--crit)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--surface-2)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-control)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-press)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--r-s': '4px',
    '--r-m': '6px',
    '--r-l': '10px',
    '--sans': sans,
    '--num': `"LO Num", ${sans}`,
    '--serif': '"Noto Serif", "Times New Roman", serif',
  },
  light: {
    ...named(light),
    ...mantine,
    '--shadow': '0 1px 2px rgb(27 33 48 / 0.06), 0 8px 24px rgb(27 33 48 / 0.12)',
  },
  dark: {
    ...named(dark),
    ...mantine,
    '--shadow': '0 0 0 1px #2A303D, 0 12px 32px rgb(0 0 0 / 0.5)',
  },
})
