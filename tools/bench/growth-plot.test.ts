import assert from 'node:assert/strict'
import test from 'node:test'
import { growthPlot } from './growth-plot.ts'

test('the plot has a point for every size, higher where more is spent', () => {
  const point = (resources: number, cpuMs: number) => ({
    resources,
    perSecond: 100,
    cpuMs,
    bytes: 4000,
    json: 900,
  })
  const svg = growthPlot([point(100_000, 1), point(200_000, 2)])
  const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"[^>]*fill="#1f5fa8"/g)]
  const [first, second] = circles.map((one) => ({ x: Number(one[1]), y: Number(one[2]) }))
  assert.ok(first && second && first.x < second.x && first.y > second.y)
  assert.match(svg, />200 k</)
  assert.match(growthPlot([]), /<svg/)
})
