interface SparklineProps {
  readonly values: readonly number[]
  readonly band?: { readonly low?: number; readonly high?: number }
  /** Spoken instead of the picture. */
  readonly label: string
  readonly width?: number
  readonly height?: number
  readonly tone?: 'warn' | 'crit'
}

/** A small line without axes, its last value a dot. */
export function Sparkline({ values, band, label, width = 96, height = 22, tone }: SparklineProps) {
  const all = [...values, ...[band?.low, band?.high].filter((edge) => edge !== undefined)]
  const low = Math.min(...all)
  const span = Math.max(...all) - low || 1
  const x = (at: number) => 3 + ((width - 6) * at) / Math.max(1, values.length - 1)
  const y = (value: number) => height - 4 - ((height - 8) * (value - low)) / span
  const last = values.at(-1)
  const mark = tone === 'crit' ? 'var(--crit-solid)' : tone === 'warn' ? 'var(--warn-mark)' : 'var(--plot)'
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      {band && (
        <rect
          x={0}
          width={width}
          y={band.high === undefined ? 0 : y(band.high)}
          height={Math.max(
            1,
            (band.low === undefined ? height : y(band.low)) - (band.high === undefined ? 0 : y(band.high)),
          )}
          fill="var(--band)"
        />
      )}
      <polyline
        points={values.map((value, at) => `${x(at)},${y(value)}`).join(' ')}
        fill="none"
        stroke="var(--plot)"
        strokeWidth="1.5"
      />
      {last !== undefined && <circle cx={x(values.length - 1)} cy={y(last)} r="2.6" fill={mark} />}
    </svg>
  )
}
