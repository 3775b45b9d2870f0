import { writeFileSync } from 'node:fs'

export const tell = () => writeFileSync('__MARKERS__/ran', '')
