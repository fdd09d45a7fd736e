/**
 * Shares a whole number of people by weights so that the parts are whole and sum exactly to it: the largest remainder
 * method (Hamilton's), ties to the earlier part. Weights are ≥ 0; where all are zero everyone goes to the first part.
 * Throws on a total that is not a whole number ≥ 0, or no part to give it to.
 */
export function apportion(total: number, weights: ArrayLike<number>): Uint32Array {
  if (!(Number.isInteger(total) && total >= 0)) throw new Error(`expected a whole number of people, got ${total}`)
  if (weights.length === 0) throw new Error(`expected at least one part for ${total} people`)
  const parts = new Uint32Array(weights.length)
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity)) throw new Error(`expected a weight of 0 or more, got ${weights[i]}`)
    sum += weights[i]
  }
  if (sum === 0) {
    parts[0] = total
    return parts
  }
  const remainders: { part: number; remainder: number }[] = []
  let given = 0
  for (let i = 0; i < weights.length; i++) {
    const exact = (total * weights[i]) / sum
    parts[i] = Math.floor(exact)
    given += parts[i]
    if (weights[i] > 0) remainders.push({ part: i, remainder: exact - parts[i] })
  }
  remainders.sort((a, b) => b.remainder - a.remainder || a.part - b.part)
  for (let left = total - given, k = 0; left > 0; left--, k++) parts[remainders[k % remainders.length].part]++
  return parts
}
