/** One size that the store grew through. */
export interface Growth {
  readonly resources: number
  /** Of the step that led there. */
  readonly perSecond: number
  /** Processor time of server and PostgreSQL together for one resource of the step. */
  readonly cpuMs: number
  /** Bytes on disk and of JSON, of all that is stored divided by its number. */
  readonly bytes: number
  readonly json: number
}

const width = 640
const height = 200
const margin = { left: 70, right: 20, top: 30, bottom: 30 }

interface Line {
  readonly name: string
  readonly colour: string
  of(point: Growth): number
}

const panels: readonly { readonly title: string; readonly lines: readonly Line[] }[] = [
  {
    title: 'processor time per resource, ms (server and PostgreSQL)',
    lines: [{ name: 'ms', colour: '#1f5fa8', of: (point) => point.cpuMs }],
  },
  {
    title: 'bytes per resource',
    lines: [
      { name: 'on disk', colour: '#a8321f', of: (point) => point.bytes },
      { name: 'JSON', colour: '#5a5a5a', of: (point) => point.json },
    ],
  },
]

/** The figures of a growing store as a drawing: what one resource costs against how many there are. */
export function growthPlot(points: readonly Growth[]): string {
  const most = Math.max(1, ...points.map((point) => point.resources))
  const drawn = panels.map(({ title, lines }, at) => panel(points, most, title, lines, at * height))
  const all = panels.length * height
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${all}" font-family="sans-serif" font-size="11">`,
    '<title>What one resource costs against how many there are</title>',
    `<rect width="${width}" height="${all}" fill="#fff"/>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n')
}

function panel(
  points: readonly Growth[],
  mostResources: number,
  title: string,
  lines: readonly Line[],
  top: number,
): string {
  const most = niceAbove(Math.max(1e-9, ...points.flatMap((point) => lines.map((line) => line.of(point)))))
  const right = width - margin.right
  const low = top + height - margin.bottom
  const high = top + margin.top
  const x = (resources: number) => margin.left + ((right - margin.left) * resources) / mostResources
  const y = (value: number) => low - ((low - high) * value) / most
  const marks = [0, 0.25, 0.5, 0.75, 1]
  const text = (px: number, py: number, anchor: string, words: string, colour = '#222') =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${words}</text>`
  return [
    text(margin.left, top + 18, 'start', title),
    ...marks.map(
      (share) =>
        `<path d="M${margin.left} ${y(most * share).toFixed(1)}H${right}" stroke="#ddd"/>${text(margin.left - 6, y(most * share) + 4, 'end', short(most * share))}${text(x(mostResources * share), low + 16, 'middle', short(mostResources * share))}`,
    ),
    ...lines.map((line, at) => {
      const way = points.map((point) => `${x(point.resources).toFixed(1)},${y(line.of(point)).toFixed(1)}`)
      const dots = way.map(
        (place) =>
          `<circle cx="${place.split(',')[0]}" cy="${place.split(',')[1]}" r="2.5" fill="${line.colour}"/>`,
      )
      const name = text(right - 70 * at, top + 18, 'end', line.name, line.colour)
      return `<polyline points="${way.join(' ')}" fill="none" stroke="${line.colour}" stroke-width="1.5"/>${dots.join('')}${name}`
    }),
  ].join('\n')
}

function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value
}

function short(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(2))} M`
  if (value >= 1e4) return `${Number((value / 1e3).toFixed(1))} k`
  return String(Number(value.toFixed(value < 10 ? 2 : 0)))
}
