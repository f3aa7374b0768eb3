import type { Plan } from '../plan.ts'
import { el } from '../svg.ts'

/** An empty sheet: diagrams of operations, whatever has no form of its own. */
export const sketch: Plan = {
  title: { vi: 'Hình vẽ tự do', en: 'Free drawing' },
  size: { width: 720, height: 480 },
  art: [el('rect', { x: 1, y: 1, width: 718, height: 478, rx: 4, stroke: '#777', 'stroke-width': 0.8 })],
  captions: [],
  regions: [],
  states: [],
}
